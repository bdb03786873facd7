// Generated from crds/ by `npm run generate`. Do not edit.
import type { ObjectMeta } from '../meta.ts';
import type { PodSelection } from '../selection.ts';
import type { GoDuration } from '../text.ts';
import type { ChaosStatus } from './common.ts';

/** A KernelChaos object. */
export interface KernelChaos {
  readonly apiVersion: 'chaos-mesh.org/v1alpha1';
  readonly kind: 'KernelChaos';
  readonly metadata: ObjectMeta;
  readonly spec: KernelChaosSpec;
  readonly status?: ChaosStatus;
}

/** `KernelChaos.spec`. */
export type KernelChaosSpec = PodSelection & {
  readonly containerNames?: readonly string[];
  readonly duration?: GoDuration;
  readonly failKernRequest: KernelChaosFailKernRequest;
  readonly remoteCluster?: string;
};

/** `KernelChaos.spec.failKernRequest`. */
export interface KernelChaosFailKernRequest {
  readonly callchain?: readonly KernelChaosFailKernRequestCallchainItem[];
  readonly failtype: number;
  readonly headers?: readonly string[];
  readonly probability?: number;
  readonly times?: number;
}

/** `KernelChaos.spec.failKernRequest.callchain[]`. */
export interface KernelChaosFailKernRequestCallchainItem {
  readonly funcname?: string;
  readonly parameters?: string;
  readonly predicate?: string;
}
