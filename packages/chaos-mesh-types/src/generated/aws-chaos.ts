// Generated from crds/ by `npm run generate`. Do not edit.
import type { ObjectMeta } from '../meta.ts';
import type { GoDuration } from '../text.ts';
import type { ChaosStatus } from './common.ts';

/** A AWSChaos object. */
export interface AWSChaos {
  readonly apiVersion: 'chaos-mesh.org/v1alpha1';
  readonly kind: 'AWSChaos';
  readonly metadata: ObjectMeta;
  readonly spec: AWSChaosSpec;
  readonly status?: ChaosStatus;
}

/** `AWSChaos.spec`: which fields go together depends on `action`. */
export type AWSChaosSpec = {
  readonly awsRegion: string;
  readonly duration?: GoDuration;
  readonly ec2Instance: string;
  readonly endpoint?: string;
  readonly remoteCluster?: string;
  readonly secretName?: string;
} & (
  | { readonly action: 'ec2-stop'; }
  | { readonly action: 'ec2-restart'; }
  | { readonly action: 'detach-volume'; readonly volumeID: string; readonly deviceName: string; }
);
