// Generated from crds/ by `npm run generate`. Do not edit.
import type { ObjectMeta } from '../meta.ts';
import type { PodSelection } from '../selection.ts';
import type { GoDuration, NetworkRate, Percentage, SimpleDuration } from '../text.ts';
import type { InstancedChaosStatus } from './common.ts';

/** A NetworkChaos object. */
export interface NetworkChaos {
  readonly apiVersion: 'chaos-mesh.org/v1alpha1';
  readonly kind: 'NetworkChaos';
  readonly metadata: ObjectMeta;
  readonly spec: NetworkChaosSpec;
  readonly status?: InstancedChaosStatus;
}

/** `NetworkChaos.spec`: which fields go together depends on `action`. */
export type NetworkChaosSpec = PodSelection & {
  readonly device?: string;
  readonly direction?: 'to' | 'from' | 'both';
  readonly duration?: GoDuration;
  readonly externalTargets?: readonly string[];
  readonly remoteCluster?: string;
  readonly target?: NetworkChaosTarget;
  readonly targetDevice?: string;
} & (
  | { readonly action: 'partition'; }
  | { readonly action: 'delay'; readonly delay: NetworkChaosDelay; }
  | { readonly action: 'loss'; readonly loss: NetworkChaosLoss; }
  | { readonly action: 'duplicate'; readonly duplicate: NetworkChaosDuplicate; }
  | { readonly action: 'corrupt'; readonly corrupt: NetworkChaosCorrupt; }
  | { readonly action: 'bandwidth'; readonly bandwidth: NetworkChaosBandwidth; }
  | { readonly action: 'netem'; readonly delay?: NetworkChaosDelay; readonly loss?: NetworkChaosLoss; readonly duplicate?: NetworkChaosDuplicate; readonly corrupt?: NetworkChaosCorrupt; readonly rate?: NetworkChaosRate; }
);

/** `NetworkChaos.spec.bandwidth`. */
export interface NetworkChaosBandwidth {
  readonly buffer: number;
  readonly limit: number;
  readonly minburst?: number;
  readonly peakrate?: number;
  readonly rate: NetworkRate;
}

/** `NetworkChaos.spec.corrupt`. */
export interface NetworkChaosCorrupt {
  readonly correlation?: Percentage;
  readonly corrupt: Percentage;
}

/** `NetworkChaos.spec.delay`. */
export interface NetworkChaosDelay {
  readonly correlation?: Percentage;
  readonly jitter?: SimpleDuration;
  readonly latency: SimpleDuration;
  readonly reorder?: NetworkChaosDelayReorder;
}

/** `NetworkChaos.spec.delay.reorder`. */
export interface NetworkChaosDelayReorder {
  readonly correlation?: Percentage;
  readonly gap: number;
  readonly reorder: Percentage;
}

/** `NetworkChaos.spec.duplicate`. */
export interface NetworkChaosDuplicate {
  readonly correlation?: Percentage;
  readonly duplicate: Percentage;
}

/** `NetworkChaos.spec.loss`. */
export interface NetworkChaosLoss {
  readonly correlation?: Percentage;
  readonly loss: Percentage;
}

/** `NetworkChaos.spec.rate`. */
export interface NetworkChaosRate {
  readonly rate: NetworkRate;
}

/** `NetworkChaos.spec.target`. */
export type NetworkChaosTarget = PodSelection;
