// Generated from crds/ by `npm run generate`. Do not edit.
import type { ObjectMeta } from '../meta.ts';
import type { PodSelection } from '../selection.ts';
import type { GoDuration } from '../text.ts';
import type { InstancedChaosStatus } from './common.ts';

/** A IOChaos object. */
export interface IOChaos {
  readonly apiVersion: 'chaos-mesh.org/v1alpha1';
  readonly kind: 'IOChaos';
  readonly metadata: ObjectMeta;
  readonly spec: IOChaosSpec;
  readonly status?: InstancedChaosStatus;
}

/** `IOChaos.spec`: which fields go together depends on `action`. */
export type IOChaosSpec = PodSelection & {
  readonly containerNames?: readonly string[];
  readonly duration?: GoDuration;
  readonly methods?: readonly string[];
  readonly path?: string;
  readonly percent?: number;
  readonly remoteCluster?: string;
  readonly volumePath: string;
} & (
  | { readonly action: 'latency'; readonly delay: GoDuration; }
  | { readonly action: 'fault'; readonly errno: number; }
  | { readonly action: 'attrOverride'; readonly attr: IOChaosAttributes; }
  | { readonly action: 'mistake'; readonly mistake: IOChaosMistake; }
);

/** `IOChaos.spec.attr`. */
export interface IOChaosAttributes {
  readonly atime?: IOChaosTimestamp;
  readonly blocks?: number;
  readonly ctime?: IOChaosTimestamp;
  readonly gid?: number;
  readonly ino?: number;
  readonly kind?: string;
  readonly mtime?: IOChaosTimestamp;
  readonly nlink?: number;
  readonly perm?: number;
  readonly rdev?: number;
  readonly size?: number;
  readonly uid?: number;
}

/** `IOChaos.spec.attr.atime`. */
export interface IOChaosTimestamp {
  readonly nsec: number;
  readonly sec: number;
}

/** `IOChaos.spec.mistake`. */
export interface IOChaosMistake {
  readonly filling?: 'zero' | 'random';
  readonly maxLength?: number;
  readonly maxOccurrences?: number;
}
