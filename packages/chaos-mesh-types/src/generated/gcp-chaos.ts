// Generated from crds/ by `npm run generate`. Do not edit.
import type { ObjectMeta } from '../meta.ts';
import type { GoDuration } from '../text.ts';
import type { ChaosCondition, ExperimentStatus } from './common.ts';

/** A GCPChaos object. */
export interface GCPChaos {
  readonly apiVersion: 'chaos-mesh.org/v1alpha1';
  readonly kind: 'GCPChaos';
  readonly metadata: ObjectMeta;
  readonly spec: GCPChaosSpec;
  readonly status?: GCPChaosStatus;
}

/** `GCPChaos.spec`: which fields go together depends on `action`. */
export type GCPChaosSpec = {
  readonly duration?: GoDuration;
  readonly instance: string;
  readonly project: string;
  readonly remoteCluster?: string;
  readonly secretName?: string;
  readonly zone: string;
} & (
  | { readonly action: 'node-stop'; }
  | { readonly action: 'node-reset'; }
  | { readonly action: 'disk-loss'; readonly deviceNames: readonly string[]; }
);

/** `GCPChaos.status`. */
export interface GCPChaosStatus {
  readonly attachedDiskStrings?: readonly string[];
  readonly conditions?: readonly ChaosCondition[];
  readonly experiment: ExperimentStatus;
}
