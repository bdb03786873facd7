import { type ExperimentKind } from '../kinds.ts';
import { textAt } from '../validate/values.ts';
import { checkBlockChaos } from './block-chaos.ts';
import { checkAWSChaos, checkAzureChaos, checkGCPChaos } from './cloud-chaos.ts';
import { checkDNSChaos } from './dns-chaos.ts';
import { checkExperimentDuration } from './go-values.ts';
import { checkHTTPChaos } from './http-chaos.ts';
import { checkIOChaos } from './io-chaos.ts';
import { checkJVMChaos } from './jvm-chaos.ts';
import { checkKernelChaos } from './kernel-chaos.ts';
import { checkNetworkChaos } from './network-chaos.ts';
import { checkPhysicalMachineChaos } from './physical-machine-chaos.ts';
import { checkPodChaos } from './pod-chaos.ts';
import type { SpecRule } from './rule.ts';
import { checkSelection } from './selection.ts';
import { checkStressChaos } from './stress-chaos.ts';
import { checkTimeChaos } from './time-chaos.ts';

const ownRules: Readonly<Record<ExperimentKind, SpecRule>> = {
  AWSChaos: checkAWSChaos,
  AzureChaos: checkAzureChaos,
  BlockChaos: checkBlockChaos,
  DNSChaos: checkDNSChaos,
  GCPChaos: checkGCPChaos,
  HTTPChaos: checkHTTPChaos,
  IOChaos: checkIOChaos,
  JVMChaos: checkJVMChaos,
  KernelChaos: checkKernelChaos,
  NetworkChaos: checkNetworkChaos,
  PhysicalMachineChaos: checkPhysicalMachineChaos,
  PodChaos: checkPodChaos,
  StressChaos: checkStressChaos,
  TimeChaos: checkTimeChaos,
};
const withoutPods: readonly ExperimentKind[] = ['AWSChaos', 'AzureChaos', 'GCPChaos', 'PhysicalMachineChaos'];
const oneShots: Readonly<Partial<Record<ExperimentKind, readonly string[]>>> = {
  PodChaos: ['pod-kill', 'container-kill'],
  AWSChaos: ['ec2-restart'],
  GCPChaos: ['node-reset'],
  AzureChaos: ['vm-restart'],
};

/** All rules for the spec of an experiment, wherever it stands. */
export function experimentRule(kind: ExperimentKind): SpecRule {
  return (spec, notes, context) => {
    // The webhook of TimeChaos does not look at the duration.
    checkExperimentDuration(spec, kind === 'TimeChaos' ? notes.unchecked() : notes);
    if (isOneShot(kind, spec) && spec['duration'] !== undefined) {
      const message = `has no effect: ${String(spec['action'])} happens once, and is not undone`;
      notes.warn(['duration'], message, { hint: 'Take it out.', at: 'key' });
    }
    if (!withoutPods.includes(kind)) checkSelection(spec, notes);
    ownRules[kind](spec, notes, context);
  };
}

/** Whether an experiment is over once it has happened: a kill, a restart. */
export function isOneShot(kind: ExperimentKind, spec: Readonly<Record<string, unknown>>): boolean {
  return oneShots[kind]?.includes(textAt(spec, 'action') ?? '') === true;
}
