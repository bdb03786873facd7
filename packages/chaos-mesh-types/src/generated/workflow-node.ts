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
import type { VolumeCephfsSecretRef, VolumeEphemeralVolumeClaimTemplateDataSource } from './kubernetes.ts';
import type { NetworkChaosSpec } from './network-chaos.ts';
import type { PhysicalMachineChaosSpec } from './physical-machine-chaos.ts';
import type { PodChaosSpec } from './pod-chaos.ts';
import type { ScheduleSpec } from './schedule.ts';
import type { StatusCheckSpec } from './status-check.ts';
import type { StressChaosSpec } from './stress-chaos.ts';
import type { TimeChaosSpec } from './time-chaos.ts';
import type { WorkflowTask, WorkflowTemplateConditionalBranch } from './workflow.ts';

/** A WorkflowNode object. */
export interface WorkflowNode {
  readonly apiVersion: 'chaos-mesh.org/v1alpha1';
  readonly kind: 'WorkflowNode';
  readonly metadata: ObjectMeta;
  readonly spec: WorkflowNodeSpec;
  readonly status?: WorkflowNodeStatus;
}

/** `WorkflowNode.spec`. */
export interface WorkflowNodeSpec {
  readonly abortWithStatusCheck?: boolean;
  readonly awsChaos?: AWSChaosSpec;
  readonly azureChaos?: AzureChaosSpec;
  readonly blockChaos?: BlockChaosSpec;
  readonly children?: readonly string[];
  readonly conditionalBranches?: readonly WorkflowTemplateConditionalBranch[];
  readonly deadline?: string;
  readonly dnsChaos?: DNSChaosSpec;
  readonly gcpChaos?: GCPChaosSpec;
  readonly httpChaos?: HTTPChaosSpec;
  readonly ioChaos?: IOChaosSpec;
  readonly jvmChaos?: JVMChaosSpec;
  readonly kernelChaos?: KernelChaosSpec;
  readonly networkChaos?: NetworkChaosSpec;
  readonly physicalmachineChaos?: PhysicalMachineChaosSpec;
  readonly podChaos?: PodChaosSpec;
  readonly schedule?: ScheduleSpec;
  readonly startTime: string;
  readonly statusCheck?: StatusCheckSpec;
  readonly stressChaos?: StressChaosSpec;
  readonly task?: WorkflowTask;
  readonly templateName: string;
  readonly timeChaos?: TimeChaosSpec;
  readonly type: string;
  readonly workflowName: string;
}

/** `WorkflowNode.status`. */
export interface WorkflowNodeStatus {
  readonly activeChildren?: readonly VolumeCephfsSecretRef[];
  readonly chaosResource?: VolumeEphemeralVolumeClaimTemplateDataSource;
  readonly conditionalBranchesStatus?: WorkflowNodeStatusConditionalBranchesStatus;
  readonly conditions?: readonly WorkflowNodeStatusCondition[];
  readonly finishedChildren?: readonly VolumeCephfsSecretRef[];
}

/** `WorkflowNode.status.conditionalBranchesStatus`. */
export interface WorkflowNodeStatusConditionalBranchesStatus {
  readonly branches?: readonly WorkflowNodeStatusConditionalBranchesStatusBranch[];
  readonly context?: readonly string[];
}

/** `WorkflowNode.status.conditionalBranchesStatus.branches[]`. */
export interface WorkflowNodeStatusConditionalBranchesStatusBranch {
  readonly evaluationResult: string;
  readonly target: string;
}

/** `WorkflowNode.status.conditions[]`. */
export interface WorkflowNodeStatusCondition {
  readonly reason: string;
  readonly status: string;
  readonly type: string;
}
