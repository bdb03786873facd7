/** Types for the Chaos Mesh v1alpha1 objects that Aftershock applies. */
export * from './common.ts';
export * from './pod-chaos.ts';
export * from './network-chaos.ts';
export * from './chaos-mesh-object.ts';
