import type { SpecRule } from './rule.ts';

/** KernelChaos: admitted, and of no use. https://github.com/chaos-mesh/chaos-mesh/issues/4059 */
export const checkKernelChaos: SpecRule = (_spec, notes) => {
  notes.warn([], 'of a KernelChaos is never injected: Chaos Mesh fails on every one', { hint: 'Use another kind.' });
};
