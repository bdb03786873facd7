import type { Random } from '../../../base/random.ts';
import type { ApiClient } from '../client/api-client.ts';
import { resolver } from '../dns/resolver.ts';
import type { ProgramContext } from '../programs/program.ts';
import type { DaemonClient } from './daemon-client.ts';
import { dnsChaos } from './dns-chaos.ts';
import type { HelperObject } from './helper-object.ts';
import { carryOutHttp, httpChaos } from './http-chaos.ts';
import { carryOutIo, ioChaos } from './io-chaos.ts';
import { type LookUp, networkChaos } from './network-chaos.ts';
import type { ChaosKind } from './pipeline.ts';
import { podChaos } from './pod-chaos.ts';
import { carryOutNetwork } from './pod-network.ts';
import { stressChaos } from './stress-chaos.ts';
import { timeChaos } from './time-chaos.ts';

/** What kinds of experiments are made with. */
export interface KindParts {
  readonly client: ApiClient;
  readonly daemons: DaemonClient;
  readonly random: Random;
  readonly context: ProgramContext;
}

/** Every kind of experiment that the controller runs: one file, one line. */
export const allKinds: readonly ((parts: KindParts) => ChaosKind)[] = [
  ({ client, daemons, random }) => podChaos(client, daemons, random),
  ({ client, random, context }) => networkChaos(client, random, lookUpFrom(context)),
  ({ client, daemons, random }) => stressChaos(client, daemons, random),
  ({ client, random }) => ioChaos(client, random),
  ({ client, daemons, random }) => timeChaos(client, daemons, random),
  ({ client, daemons, random, context }) => dnsChaos(client, daemons, random, context),
  ({ client, random }) => httpChaos(client, random),
];

/** Names of hosts as the controller's own container resolves them. */
function lookUpFrom({ world, process, on, running }: ProgramContext): LookUp {
  const { lookup } = resolver({ network: world.network, process, from: on, settings: () => running.resolver });
  return (name) =>
    new Promise((resolve) => lookup(name, (found) => resolve(found.error === undefined ? found.addresses : undefined)));
}

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
  {
    plural: 'podiochaos',
    usedBy: 'iochaos',
    targetOf: (key, helper) => {
      const container = (helper?.spec as { readonly container?: string } | undefined)?.container ?? '';
      return container === '' ? key : `${key.slice(0, -container.length - 1)}/${container}`;
    },
    carryOut: carryOutIo,
  },
];
