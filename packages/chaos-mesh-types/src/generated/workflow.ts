// Generated from crds/ by `npm run generate`. Do not edit.
import type { ObjectMeta } from '../meta.ts';
import type { GoDuration } from '../text.ts';
import type { AWSChaosSpec } from './aws-chaos.ts';
import type { AzureChaosSpec } from './azure-chaos.ts';
import type { BlockChaosSpec } from './block-chaos.ts';
import type { DNSChaosSpec } from './dns-chaos.ts';
import type { GCPChaosSpec } from './gcp-chaos.ts';
import type { HTTPChaosSpec } from './http-chaos.ts';
import type { IOChaosSpec } from './io-chaos.ts';
import type { JVMChaosSpec } from './jvm-chaos.ts';
import type { KernelChaosSpec } from './kernel-chaos.ts';
import type { Container, Volume } from './kubernetes.ts';
import type { NetworkChaosSpec } from './network-chaos.ts';
import type { PhysicalMachineChaosSpec } from './physical-machine-chaos.ts';
import type { PodChaosSpec } from './pod-chaos.ts';
import type { StatusCheckSpec } from './status-check.ts';
import type { StressChaosSpec } from './stress-chaos.ts';
import type { TimeChaosSpec } from './time-chaos.ts';

/** A Workflow object. */
export interface Workflow {
  readonly apiVersion: 'chaos-mesh.org/v1alpha1';
  readonly kind: 'Workflow';
  readonly metadata: ObjectMeta;
  readonly spec: WorkflowSpec;
  readonly status?: WorkflowStatus;
}

/** `Workflow.spec`. */
export interface WorkflowSpec {
  readonly entry: string;
  readonly templates: readonly WorkflowTemplate[];
}

/** `Workflow.spec.templates[]`: which fields go together depends on `templateType`. */
export type WorkflowTemplate = {
  readonly deadline?: GoDuration;
  readonly name: string;
} & (
  | { readonly templateType: 'Serial'; readonly children: readonly string[]; }
  | { readonly templateType: 'Parallel'; readonly children: readonly string[]; }
  | { readonly templateType: 'Suspend'; readonly deadline: GoDuration; }
  | { readonly templateType: 'Task'; readonly task: WorkflowTask; readonly conditionalBranches?: readonly WorkflowTemplateConditionalBranch[]; }
  | { readonly templateType: 'StatusCheck'; readonly statusCheck: StatusCheckSpec; readonly abortWithStatusCheck?: boolean; }
  | { readonly templateType: 'Schedule'; readonly schedule: ChaosOnlyScheduleSpec; }
  | { readonly templateType: 'AWSChaos'; readonly awsChaos: AWSChaosSpec; }
  | { readonly templateType: 'AzureChaos'; readonly azureChaos: AzureChaosSpec; }
  | { readonly templateType: 'BlockChaos'; readonly blockChaos: BlockChaosSpec; }
  | { readonly templateType: 'DNSChaos'; readonly dnsChaos: DNSChaosSpec; }
  | { readonly templateType: 'GCPChaos'; readonly gcpChaos: GCPChaosSpec; }
  | { readonly templateType: 'HTTPChaos'; readonly httpChaos: HTTPChaosSpec; }
  | { readonly templateType: 'IOChaos'; readonly ioChaos: IOChaosSpec; }
  | { readonly templateType: 'JVMChaos'; readonly jvmChaos: JVMChaosSpec; }
  | { readonly templateType: 'KernelChaos'; readonly kernelChaos: KernelChaosSpec; }
  | { readonly templateType: 'NetworkChaos'; readonly networkChaos: NetworkChaosSpec; }
  | { readonly templateType: 'PhysicalMachineChaos'; readonly physicalmachineChaos: PhysicalMachineChaosSpec; }
  | { readonly templateType: 'PodChaos'; readonly podChaos: PodChaosSpec; }
  | { readonly templateType: 'StressChaos'; readonly stressChaos: StressChaosSpec; }
  | { readonly templateType: 'TimeChaos'; readonly timeChaos: TimeChaosSpec; }
);

/** `Workflow.spec.templates[].conditionalBranches[]`. */
export interface WorkflowTemplateConditionalBranch {
  readonly expression?: string;
  readonly target: string;
}

/** `Workflow.spec.templates[].schedule`: which fields go together depends on `type`. */
export type ChaosOnlyScheduleSpec = {
  readonly concurrencyPolicy: 'Forbid' | 'Allow';
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
);

/** `Workflow.spec.templates[].task`. */
export interface WorkflowTask {
  readonly container?: Container;
  readonly labels?: Readonly<Record<string, string>>;
  readonly volumes?: readonly Volume[];
}

/** `Workflow.status`. */
export interface WorkflowStatus {
  readonly conditions?: readonly WorkflowStatusCondition[];
  readonly endTime?: string;
  readonly entryNode?: string;
  readonly startTime?: string;
}

/** `Workflow.status.conditions[]`. */
export interface WorkflowStatusCondition {
  readonly reason: string;
  readonly startTime?: string;
  readonly status: string;
  readonly type: string;
}
