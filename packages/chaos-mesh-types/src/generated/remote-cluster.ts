// Generated from crds/ by `npm run generate`. Do not edit.
import type { ClusterObjectMeta } from '../meta.ts';
import type { ChaosCondition } from './common.ts';

/** A RemoteCluster object. */
export interface RemoteCluster {
  readonly apiVersion: 'chaos-mesh.org/v1alpha1';
  readonly kind: 'RemoteCluster';
  readonly metadata: ClusterObjectMeta;
  readonly spec: RemoteClusterSpec;
  readonly status?: RemoteClusterStatus;
}

/** `RemoteCluster.spec`. */
export interface RemoteClusterSpec {
  readonly configOverride?: Readonly<Record<string, unknown>>;
  readonly kubeConfig: RemoteClusterKubeConfig;
  readonly namespace: string;
  readonly version: string;
}

/** `RemoteCluster.spec.kubeConfig`. */
export interface RemoteClusterKubeConfig {
  readonly secretRef: RemoteClusterKubeConfigSecretRef;
}

/** `RemoteCluster.spec.kubeConfig.secretRef`. */
export interface RemoteClusterKubeConfigSecretRef {
  readonly key: string;
  readonly name: string;
  readonly namespace: string;
}

/** `RemoteCluster.status`. */
export interface RemoteClusterStatus {
  readonly conditions?: readonly ChaosCondition[];
  readonly currentVersion: string;
  readonly observedGeneration?: number;
}
