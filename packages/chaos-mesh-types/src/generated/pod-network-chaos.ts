// Generated from crds/ by `npm run generate`. Do not edit.
import type { ObjectMeta } from '../meta.ts';
import type { NetworkChaosBandwidth, NetworkChaosCorrupt, NetworkChaosDelay, NetworkChaosDuplicate, NetworkChaosLoss, NetworkChaosRate } from './network-chaos.ts';

/** A PodNetworkChaos object. */
export interface PodNetworkChaos {
  readonly apiVersion: 'chaos-mesh.org/v1alpha1';
  readonly kind: 'PodNetworkChaos';
  readonly metadata: ObjectMeta;
  readonly spec: PodNetworkChaosSpec;
  readonly status?: PodNetworkChaosStatus;
}

/** `PodNetworkChaos.spec`. */
export interface PodNetworkChaosSpec {
  readonly ipsets?: readonly PodNetworkChaosIpset[];
  readonly iptables?: readonly PodNetworkChaosIptable[];
  readonly tcs?: readonly PodNetworkChaosTc[];
}

/** `PodNetworkChaos.spec.ipsets[]`. */
export interface PodNetworkChaosIpset {
  readonly cidrAndPorts?: readonly PodNetworkChaosIpsetCidrAndPort[];
  readonly cidrs?: readonly string[];
  readonly ipsetType: string;
  readonly name: string;
  readonly setNames?: readonly string[];
  readonly source: string;
}

/** `PodNetworkChaos.spec.ipsets[].cidrAndPorts[]`. */
export interface PodNetworkChaosIpsetCidrAndPort {
  readonly cidr: string;
  readonly port: number;
}

/** `PodNetworkChaos.spec.iptables[]`. */
export interface PodNetworkChaosIptable {
  readonly device?: string;
  readonly direction: string;
  readonly ipsets?: readonly string[];
  readonly name: string;
  readonly source: string;
}

/** `PodNetworkChaos.spec.tcs[]`. */
export interface PodNetworkChaosTc {
  readonly bandwidth?: NetworkChaosBandwidth;
  readonly corrupt?: NetworkChaosCorrupt;
  readonly delay?: NetworkChaosDelay;
  readonly device?: string;
  readonly duplicate?: NetworkChaosDuplicate;
  readonly ipset?: string;
  readonly loss?: NetworkChaosLoss;
  readonly rate?: NetworkChaosRate;
  readonly source: string;
  readonly type: string;
}

/** `PodNetworkChaos.status`. */
export interface PodNetworkChaosStatus {
  readonly failedMessage?: string;
  readonly observedGeneration?: number;
}
