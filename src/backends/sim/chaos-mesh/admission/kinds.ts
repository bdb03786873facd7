import type { ChaosSpec } from '../experiment.ts';
import { networkProblems, withNetworkDefaults } from './network.ts';
import { httpProblems, ioProblems, podProblems, stressProblems, timeProblems } from './others.ts';

/** What the webhooks know of a kind of experiment. */
export interface AdmittedKind {
  readonly ofContainers: boolean;
  /** Mistakes beside those of the selection and the duration. */
  readonly problems: (spec: ChaosSpec) => readonly string[];
  readonly withDefaults: (spec: ChaosSpec) => ChaosSpec;
  /** Whether anybody looks at the duration. */
  readonly checksDuration: boolean;
}

const asItIs = (spec: ChaosSpec): ChaosSpec => spec;
const none = (): readonly string[] => [];

function ofContainers(problems: AdmittedKind['problems'], more: Partial<AdmittedKind> = {}): AdmittedKind {
  return { ofContainers: true, problems, withDefaults: asItIs, checksDuration: true, ...more };
}

/** Every kind of experiment that is simulated, by its name. */
export const admitted: Readonly<Record<string, AdmittedKind>> = {
  PodChaos: ofContainers(podProblems),
  NetworkChaos: ofContainers(networkProblems, { ofContainers: false, withDefaults: withNetworkDefaults }),
  StressChaos: ofContainers(stressProblems),
  IOChaos: ofContainers(ioProblems, { withDefaults: (spec) => ({ ...spec, percent: spec.percent ?? 100 }) }),
  TimeChaos: ofContainers(timeProblems, {
    checksDuration: false,
    withDefaults: (spec) => ((spec.clockIds ?? []).length > 0 ? spec : { ...spec, clockIds: ['CLOCK_REALTIME'] }),
  }),
  DNSChaos: ofContainers(none),
  HTTPChaos: ofContainers(httpProblems, { ofContainers: false }),
};
