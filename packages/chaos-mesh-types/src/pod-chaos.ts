import type { apiVersion, ChaosStatus, GoDuration, ObjectMeta, PodSelectorSpec } from './common.ts';

export type PodChaosSpec = PodSelectorSpec & { readonly duration?: GoDuration } & (
    | { readonly action: 'pod-kill'; readonly gracePeriod?: number }
    | { readonly action: 'pod-failure' }
    | { readonly action: 'container-kill'; readonly containerNames: readonly string[] }
  );

export interface PodChaos {
  readonly apiVersion: typeof apiVersion;
  readonly kind: 'PodChaos';
  readonly metadata: ObjectMeta;
  readonly spec: PodChaosSpec;
  readonly status?: ChaosStatus;
}
