// Generated from crds/ by `npm run generate`. Do not edit.
import type { ObjectMeta } from '../meta.ts';
import type { PodSelection } from '../selection.ts';
import type { GoDuration } from '../text.ts';
import type { ChaosStatus } from './common.ts';

/** A TimeChaos object. */
export interface TimeChaos {
  readonly apiVersion: 'chaos-mesh.org/v1alpha1';
  readonly kind: 'TimeChaos';
  readonly metadata: ObjectMeta;
  readonly spec: TimeChaosSpec;
  readonly status?: ChaosStatus;
}

/** `TimeChaos.spec`. */
export type TimeChaosSpec = PodSelection & {
  readonly clockIds?: readonly string[];
  readonly containerNames?: readonly string[];
  readonly duration?: GoDuration;
  readonly remoteCluster?: string;
  readonly timeOffset: GoDuration;
};
