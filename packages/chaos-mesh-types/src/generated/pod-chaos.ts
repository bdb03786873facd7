// Generated from crds/ by `npm run generate`. Do not edit.
import type { ObjectMeta } from '../meta.ts';
import type { PodSelection } from '../selection.ts';
import type { GoDuration } from '../text.ts';
import type { ChaosStatus } from './common.ts';

/** A PodChaos object. */
export interface PodChaos {
  readonly apiVersion: 'chaos-mesh.org/v1alpha1';
  readonly kind: 'PodChaos';
  readonly metadata: ObjectMeta;
  readonly spec: PodChaosSpec;
  readonly status?: ChaosStatus;
}

/** `PodChaos.spec`: which fields go together depends on `action`. */
export type PodChaosSpec = PodSelection & {
  readonly duration?: GoDuration;
  readonly remoteCluster?: string;
} & (
  | { readonly action: 'pod-kill'; readonly gracePeriod?: number; }
  | { readonly action: 'pod-failure'; }
  | { readonly action: 'container-kill'; readonly containerNames: readonly string[]; }
);
