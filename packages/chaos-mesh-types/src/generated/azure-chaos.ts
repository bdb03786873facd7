// Generated from crds/ by `npm run generate`. Do not edit.
import type { ObjectMeta } from '../meta.ts';
import type { GoDuration } from '../text.ts';
import type { ChaosStatus } from './common.ts';

/** A AzureChaos object. */
export interface AzureChaos {
  readonly apiVersion: 'chaos-mesh.org/v1alpha1';
  readonly kind: 'AzureChaos';
  readonly metadata: ObjectMeta;
  readonly spec: AzureChaosSpec;
  readonly status?: ChaosStatus;
}

/** `AzureChaos.spec`: which fields go together depends on `action`. */
export type AzureChaosSpec = {
  readonly duration?: GoDuration;
  readonly remoteCluster?: string;
  readonly resourceGroupName: string;
  readonly secretName?: string;
  readonly subscriptionID: string;
  readonly vmName: string;
} & (
  | { readonly action: 'vm-stop'; }
  | { readonly action: 'vm-restart'; }
  | { readonly action: 'disk-detach'; readonly diskName: string; readonly lun: number; }
);
