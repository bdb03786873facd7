import type { AppliedObject } from '../../../core/action.ts';
import type { ApiClient } from '../client/api-client.ts';
import type { DaemonClient } from './daemon-client.ts';
import { dnsChaos } from './dns-chaos.ts';
import type { HelperObject } from './helper-object.ts';
import { carryOutHttp, httpChaos } from './http-chaos.ts';
import { carryOutIo, ioChaos, ioTargetOf } from './io-chaos.ts';
import type { KindParts } from './kind-parts.ts';
import { networkChaos } from './network-chaos.ts';
import type { ChaosKind } from './pipeline.ts';
import { podChaos } from './pod-chaos.ts';
import { carryOutNetwork } from './pod-network.ts';
import { stressChaos } from './stress-chaos.ts';
import { timeChaos } from './time-chaos.ts';

/** Every kind of experiment that the controller runs: one file, one line. */
export const allKinds: readonly ((parts: KindParts) => ChaosKind)[] = [
  podChaos,
  networkChaos,
  stressChaos,
  ioChaos,
  timeChaos,
  dnsChaos,
  httpChaos,
];

/** Their names, and of what makes them: what else there is in Chaos Mesh is stored here and never done. */
export const simulatedKinds: readonly AppliedObject['kind'][] = [
  'PodChaos',
  'NetworkChaos',
  'StressChaos',
  'IOChaos',
  'TimeChaos',
  'DNSChaos',
  'HTTPChaos',
  'Schedule',
  'Workflow',
];

/** A kind of helper object, and who waits for it. */
interface HelperKind {
  readonly plural: string;
  /** Plural of the experiments that wait for it. */
  readonly usedBy: string;
  /** The record's id that a helper, by its key, belongs to. */
  readonly targetOf: (key: string, helper: HelperObject | undefined) => string;
  readonly carryOut: (client: ApiClient, daemons: DaemonClient, helper: HelperObject) => Promise<void>;
}

const itself = (key: string): string => key;

/** Every kind of helper object that the same process carries out. */
export const allHelpers: readonly HelperKind[] = [
  { plural: 'podnetworkchaos', usedBy: 'networkchaos', targetOf: itself, carryOut: carryOutNetwork },
  { plural: 'podhttpchaos', usedBy: 'httpchaos', targetOf: itself, carryOut: carryOutHttp },
  { plural: 'podiochaos', usedBy: 'iochaos', targetOf: ioTargetOf, carryOut: carryOutIo },
];
