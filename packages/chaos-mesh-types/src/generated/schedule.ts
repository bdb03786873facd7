// Generated from crds/ by `npm run generate`. Do not edit.
import type { ObjectMeta } from '../meta.ts';
import type { AWSChaosSpec } from './aws-chaos.ts';
import type { AzureChaosSpec } from './azure-chaos.ts';
import type { BlockChaosSpec } from './block-chaos.ts';
import type { DNSChaosSpec } from './dns-chaos.ts';
import type { GCPChaosSpec } from './gcp-chaos.ts';
import type { HTTPChaosSpec } from './http-chaos.ts';
import type { IOChaosSpec } from './io-chaos.ts';
import type { JVMChaosSpec } from './jvm-chaos.ts';
import type { KernelChaosSpec } from './kernel-chaos.ts';
import type { NetworkChaosSpec } from './network-chaos.ts';
import type { PhysicalMachineChaosSpec } from './physical-machine-chaos.ts';
import type { PodChaosSpec } from './pod-chaos.ts';
import type { StressChaosSpec } from './stress-chaos.ts';
import type { TimeChaosSpec } from './time-chaos.ts';
import type { WorkflowSpec } from './workflow.ts';

/** A Schedule object. */
export interface Schedule {
  readonly apiVersion: 'chaos-mesh.org/v1alpha1';
  readonly kind: 'Schedule';
  readonly metadata: ObjectMeta;
  readonly spec: ScheduleSpec;
  readonly status?: ScheduleStatus;
}

/** `Schedule.spec`: which fields go together depends on `type`. */
export type ScheduleSpec = {
  readonly concurrencyPolicy?: 'Forbid' | 'Allow';
  readonly historyLimit?: number;
  readonly schedule: string;
  readonly startingDeadlineSeconds?: number;
} & (
  | { readonly type: 'AWSChaos'; readonly awsChaos: AWSChaosSpec; }
  | { readonly type: 'AzureChaos'; readonly azureChaos: AzureChaosSpec; }
  | { readonly type: 'BlockChaos'; readonly blockChaos: BlockChaosSpec; }
  | { readonly type: 'DNSChaos'; readonly dnsChaos: DNSChaosSpec; }
  | { readonly type: 'GCPChaos'; readonly gcpChaos: GCPChaosSpec; }
  | { readonly type: 'HTTPChaos'; readonly httpChaos: HTTPChaosSpec; }
  | { readonly type: 'IOChaos'; readonly ioChaos: IOChaosSpec; }
  | { readonly type: 'JVMChaos'; readonly jvmChaos: JVMChaosSpec; }
  | { readonly type: 'KernelChaos'; readonly kernelChaos: KernelChaosSpec; }
  | { readonly type: 'NetworkChaos'; readonly networkChaos: NetworkChaosSpec; }
  | { readonly type: 'PhysicalMachineChaos'; readonly physicalmachineChaos: PhysicalMachineChaosSpec; }
  | { readonly type: 'PodChaos'; readonly podChaos: PodChaosSpec; }
  | { readonly type: 'StressChaos'; readonly stressChaos: StressChaosSpec; }
  | { readonly type: 'TimeChaos'; readonly timeChaos: TimeChaosSpec; }
  | { readonly type: 'Workflow'; readonly workflow: WorkflowSpec; }
);

/** `Schedule.status`. */
export interface ScheduleStatus {
  readonly active?: readonly ScheduleStatusActiveItem[];
  readonly time?: string;
}

/** `Schedule.status.active[]`. */
export interface ScheduleStatusActiveItem {
  readonly apiVersion?: string;
  readonly fieldPath?: string;
  readonly kind?: string;
  readonly name?: string;
  readonly namespace?: string;
  readonly resourceVersion?: string;
  readonly uid?: string;
}
