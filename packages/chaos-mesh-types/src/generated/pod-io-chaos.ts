// Generated from crds/ by `npm run generate`. Do not edit.
import type { ObjectMeta } from '../meta.ts';
import type { IOChaosMistake, IOChaosTimestamp } from './io-chaos.ts';
import type { PodProxyStatus } from './pod-http-chaos.ts';

/** A PodIOChaos object. */
export interface PodIOChaos {
  readonly apiVersion: 'chaos-mesh.org/v1alpha1';
  readonly kind: 'PodIOChaos';
  readonly metadata: ObjectMeta;
  readonly spec: PodIOChaosSpec;
  readonly status?: PodProxyStatus;
}

/** `PodIOChaos.spec`. */
export interface PodIOChaosSpec {
  readonly actions?: readonly PodIOChaosAction[];
  readonly container?: string;
  readonly volumeMountPath: string;
}

/** `PodIOChaos.spec.actions[]`. */
export interface PodIOChaosAction {
  readonly atime?: IOChaosTimestamp;
  readonly blocks?: number;
  readonly ctime?: IOChaosTimestamp;
  readonly faults?: readonly PodIOChaosActionFault[];
  readonly gid?: number;
  readonly ino?: number;
  readonly kind?: string;
  readonly latency?: string;
  readonly methods?: readonly string[];
  readonly mistake?: IOChaosMistake;
  readonly mtime?: IOChaosTimestamp;
  readonly nlink?: number;
  readonly path: string;
  readonly percent: number;
  readonly perm?: number;
  readonly rdev?: number;
  readonly size?: number;
  readonly source?: string;
  readonly type: string;
  readonly uid?: number;
}

/** `PodIOChaos.spec.actions[].faults[]`. */
export interface PodIOChaosActionFault {
  readonly errno: number;
  readonly weight: number;
}
