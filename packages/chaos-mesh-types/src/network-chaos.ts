import type { apiVersion, ChaosStatus, GoDuration, ObjectMeta, PodSelectorSpec } from './common.ts';

/** Drops all traffic between the selected pods and the target. */
export type NetworkPartitionSpec = PodSelectorSpec & {
  readonly action: 'partition';
  readonly direction: 'to' | 'from' | 'both';
  readonly target?: PodSelectorSpec;
  readonly externalTargets?: readonly string[];
  readonly duration?: GoDuration;
};

export interface NetworkChaos {
  readonly apiVersion: typeof apiVersion;
  readonly kind: 'NetworkChaos';
  readonly metadata: ObjectMeta;
  readonly spec: NetworkPartitionSpec;
  readonly status?: ChaosStatus;
}
