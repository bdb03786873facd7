// Generated from crds/ by `npm run generate`. Do not edit.
import type { ObjectMeta } from '../meta.ts';

/** A PhysicalMachine object. */
export interface PhysicalMachine {
  readonly apiVersion: 'chaos-mesh.org/v1alpha1';
  readonly kind: 'PhysicalMachine';
  readonly metadata: ObjectMeta;
  readonly spec: PhysicalMachineSpec;
}

/** `PhysicalMachine.spec`. */
export interface PhysicalMachineSpec {
  readonly address: string;
}
