// Generated from crds/ by `npm run generate`. Do not edit.
import type { ObjectMeta } from '../meta.ts';
import type { PodSelection } from '../selection.ts';
import type { GoDuration } from '../text.ts';
import type { ChaosCondition, ExperimentStatus } from './common.ts';

/** A BlockChaos object. */
export interface BlockChaos {
  readonly apiVersion: 'chaos-mesh.org/v1alpha1';
  readonly kind: 'BlockChaos';
  readonly metadata: ObjectMeta;
  readonly spec: BlockChaosSpec;
  readonly status?: BlockChaosStatus;
}

/** `BlockChaos.spec`: which fields go together depends on `action`. */
export type BlockChaosSpec = PodSelection & {
  readonly containerNames?: readonly string[];
  readonly duration?: GoDuration;
  readonly remoteCluster?: string;
  readonly volumeName: string;
} & (
  | { readonly action: 'delay'; readonly delay: BlockChaosDelay; }
);

/** `BlockChaos.spec.delay`. */
export interface BlockChaosDelay {
  readonly correlation?: string;
  readonly jitter?: string;
  readonly latency?: string;
}

/** `BlockChaos.status`. */
export interface BlockChaosStatus {
  readonly conditions?: readonly ChaosCondition[];
  readonly experiment: ExperimentStatus;
  readonly ids?: Readonly<Record<string, number>>;
}
