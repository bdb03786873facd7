import type { ObjectByKind } from '../generated/kinds.ts';
import type { Kind } from '../kinds.ts';
import { apiVersion } from '../meta.ts';

/** What an object is made from: its metadata, and its spec. */
export type ObjectInput<K extends Kind> = ObjectByKind[K]['metadata'] & { readonly spec: ObjectByKind[K]['spec'] };

type Builder<K extends Kind> = (input: ObjectInput<K>) => ObjectByKind[K];

function builder<K extends Kind>(kind: K): Builder<K> {
  return ({ spec, ...metadata }) => ({ apiVersion, kind, metadata, spec }) as unknown as ObjectByKind[K];
}

/** Kills or replaces pods and containers. */
export const podChaos = builder('PodChaos');
/** Partitions, delays, drops or throttles traffic. */
export const networkChaos = builder('NetworkChaos');
/** Burns CPU and memory inside containers. */
export const stressChaos = builder('StressChaos');
/** Delays, fails or distorts file operations. */
export const ioChaos = builder('IOChaos');
/** Shifts the clocks of processes. */
export const timeChaos = builder('TimeChaos');
/** Answers DNS queries with errors or random addresses. */
export const dnsChaos = builder('DNSChaos');
/** Aborts, delays or changes HTTP requests and responses. */
export const httpChaos = builder('HTTPChaos');
/** Fails kernel functions. It never works: see the README. */
export const kernelChaos = builder('KernelChaos');
/** Delays block devices. */
export const blockChaos = builder('BlockChaos');
/** Changes what a JVM does. */
export const jvmChaos = builder('JVMChaos');
/** Stops EC2 instances, detaches their volumes. */
export const awsChaos = builder('AWSChaos');
/** Stops Compute Engine instances, detaches their disks. */
export const gcpChaos = builder('GCPChaos');
/** Stops Azure machines, detaches their disks. */
export const azureChaos = builder('AzureChaos');
/** Breaks machines that run chaosd. */
export const physicalMachineChaos = builder('PhysicalMachineChaos');
/** A machine that runs chaosd. */
export const physicalMachine = builder('PhysicalMachine');
/** Makes an experiment or a workflow again and again. */
export const schedule = builder('Schedule');
/** Watches an HTTP address. */
export const statusCheck = builder('StatusCheck');
/** Another cluster that Chaos Mesh is installed on. */
export const remoteCluster = builder('RemoteCluster');
