// Generated from crds/ by `npm run generate`. Do not edit.
import type { AWSChaos } from './aws-chaos.ts';
import type { AzureChaos } from './azure-chaos.ts';
import type { BlockChaos } from './block-chaos.ts';
import type { DNSChaos } from './dns-chaos.ts';
import type { GCPChaos } from './gcp-chaos.ts';
import type { HTTPChaos } from './http-chaos.ts';
import type { IOChaos } from './io-chaos.ts';
import type { JVMChaos } from './jvm-chaos.ts';
import type { KernelChaos } from './kernel-chaos.ts';
import type { NetworkChaos } from './network-chaos.ts';
import type { PhysicalMachineChaos } from './physical-machine-chaos.ts';
import type { PhysicalMachine } from './physical-machine.ts';
import type { PodChaos } from './pod-chaos.ts';
import type { PodHttpChaos } from './pod-http-chaos.ts';
import type { PodIOChaos } from './pod-io-chaos.ts';
import type { PodNetworkChaos } from './pod-network-chaos.ts';
import type { RemoteCluster } from './remote-cluster.ts';
import type { Schedule } from './schedule.ts';
import type { StatusCheck } from './status-check.ts';
import type { StressChaos } from './stress-chaos.ts';
import type { TimeChaos } from './time-chaos.ts';
import type { WorkflowNode } from './workflow-node.ts';
import type { Workflow } from './workflow.ts';

/** Every object type, by its kind. */
export interface ObjectByKind {
  readonly AWSChaos: AWSChaos;
  readonly AzureChaos: AzureChaos;
  readonly BlockChaos: BlockChaos;
  readonly DNSChaos: DNSChaos;
  readonly GCPChaos: GCPChaos;
  readonly HTTPChaos: HTTPChaos;
  readonly IOChaos: IOChaos;
  readonly JVMChaos: JVMChaos;
  readonly KernelChaos: KernelChaos;
  readonly NetworkChaos: NetworkChaos;
  readonly PhysicalMachineChaos: PhysicalMachineChaos;
  readonly PhysicalMachine: PhysicalMachine;
  readonly PodChaos: PodChaos;
  readonly PodHttpChaos: PodHttpChaos;
  readonly PodIOChaos: PodIOChaos;
  readonly PodNetworkChaos: PodNetworkChaos;
  readonly RemoteCluster: RemoteCluster;
  readonly Schedule: Schedule;
  readonly StatusCheck: StatusCheck;
  readonly StressChaos: StressChaos;
  readonly TimeChaos: TimeChaos;
  readonly WorkflowNode: WorkflowNode;
  readonly Workflow: Workflow;
}

/** How the API calls each kind, where it lives, and whether its status is a resource of its own. */
export const kinds = {
  AWSChaos: {"plural":"awschaos","singular":"awschaos","scope":"Namespaced","shortNames":[],"statusSubresource":false},
  AzureChaos: {"plural":"azurechaos","singular":"azurechaos","scope":"Namespaced","shortNames":[],"statusSubresource":false},
  BlockChaos: {"plural":"blockchaos","singular":"blockchaos","scope":"Namespaced","shortNames":[],"statusSubresource":false},
  DNSChaos: {"plural":"dnschaos","singular":"dnschaos","scope":"Namespaced","shortNames":[],"statusSubresource":false},
  GCPChaos: {"plural":"gcpchaos","singular":"gcpchaos","scope":"Namespaced","shortNames":[],"statusSubresource":false},
  HTTPChaos: {"plural":"httpchaos","singular":"httpchaos","scope":"Namespaced","shortNames":[],"statusSubresource":false},
  IOChaos: {"plural":"iochaos","singular":"iochaos","scope":"Namespaced","shortNames":[],"statusSubresource":false},
  JVMChaos: {"plural":"jvmchaos","singular":"jvmchaos","scope":"Namespaced","shortNames":[],"statusSubresource":false},
  KernelChaos: {"plural":"kernelchaos","singular":"kernelchaos","scope":"Namespaced","shortNames":[],"statusSubresource":false},
  NetworkChaos: {"plural":"networkchaos","singular":"networkchaos","scope":"Namespaced","shortNames":[],"statusSubresource":false},
  PhysicalMachineChaos: {"plural":"physicalmachinechaos","singular":"physicalmachinechaos","scope":"Namespaced","shortNames":[],"statusSubresource":false},
  PhysicalMachine: {"plural":"physicalmachines","singular":"physicalmachine","scope":"Namespaced","shortNames":[],"statusSubresource":false},
  PodChaos: {"plural":"podchaos","singular":"podchaos","scope":"Namespaced","shortNames":[],"statusSubresource":false},
  PodHttpChaos: {"plural":"podhttpchaos","singular":"podhttpchaos","scope":"Namespaced","shortNames":[],"statusSubresource":true},
  PodIOChaos: {"plural":"podiochaos","singular":"podiochaos","scope":"Namespaced","shortNames":[],"statusSubresource":true},
  PodNetworkChaos: {"plural":"podnetworkchaos","singular":"podnetworkchaos","scope":"Namespaced","shortNames":[],"statusSubresource":true},
  RemoteCluster: {"plural":"remoteclusters","singular":"remotecluster","scope":"Cluster","shortNames":[],"statusSubresource":true},
  Schedule: {"plural":"schedules","singular":"schedule","scope":"Namespaced","shortNames":[],"statusSubresource":false},
  StatusCheck: {"plural":"statuschecks","singular":"statuscheck","scope":"Namespaced","shortNames":[],"statusSubresource":true},
  StressChaos: {"plural":"stresschaos","singular":"stresschaos","scope":"Namespaced","shortNames":[],"statusSubresource":false},
  TimeChaos: {"plural":"timechaos","singular":"timechaos","scope":"Namespaced","shortNames":[],"statusSubresource":false},
  WorkflowNode: {"plural":"workflownodes","singular":"workflownode","scope":"Namespaced","shortNames":["wfn"],"statusSubresource":true},
  Workflow: {"plural":"workflows","singular":"workflow","scope":"Namespaced","shortNames":["wf"],"statusSubresource":true},
} as const;

/** Which field of a Schedule or a Workflow template holds the spec of an experiment kind. */
export const embeddedFields = {"AWSChaos":"awsChaos","AzureChaos":"azureChaos","BlockChaos":"blockChaos","DNSChaos":"dnsChaos","GCPChaos":"gcpChaos","HTTPChaos":"httpChaos","IOChaos":"ioChaos","JVMChaos":"jvmChaos","KernelChaos":"kernelChaos","NetworkChaos":"networkChaos","PhysicalMachineChaos":"physicalmachineChaos","PodChaos":"podChaos","StressChaos":"stressChaos","TimeChaos":"timeChaos"} as const;
