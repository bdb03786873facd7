// Generated from crds/ by `npm run generate`. Do not edit.
import type { ObjectMeta } from '../meta.ts';
import type { PodSelection } from '../selection.ts';
import type { GoDuration } from '../text.ts';
import type { ChaosStatus } from './common.ts';

/** A DNSChaos object. */
export interface DNSChaos {
  readonly apiVersion: 'chaos-mesh.org/v1alpha1';
  readonly kind: 'DNSChaos';
  readonly metadata: ObjectMeta;
  readonly spec: DNSChaosSpec;
  readonly status?: ChaosStatus;
}

/** `DNSChaos.spec`: which fields go together depends on `action`. */
export type DNSChaosSpec = PodSelection & {
  readonly containerNames?: readonly string[];
  readonly duration?: GoDuration;
  readonly patterns?: readonly string[];
  readonly remoteCluster?: string;
} & (
  | { readonly action: 'error'; }
  | { readonly action: 'random'; }
);
