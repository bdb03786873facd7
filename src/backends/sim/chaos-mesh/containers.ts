import type { Random } from '../../../base/random.ts';
import { type ApiClient, CallError } from '../client/api-client.ts';
import { containerIdOf, type Pod } from '../objects.ts';
import type { DaemonClient } from './daemon-client.ts';
import type { ChaosRecord, ChaosSpec } from './experiment.ts';
import { selectPods } from './select.ts';

/** A record of something that nothing was done to yet. */
export function freshRecord(id: string, selectorKey: string): ChaosRecord {
  return { id, selectorKey, phase: 'Not Injected', injectedCount: 0, recoveredCount: 0 };
}

/** The container that a record means is not there: whoever recovers it is done. */
class ContainerNotFound extends Error {
  constructor() {
    super('container not found');
    this.name = 'ContainerNotFound';
  }
}

/** A container that a record means, and how to ask its node's daemon. */
export interface Decoded {
  readonly pod: Pod;
  readonly containerId: string;
  readonly ask: DaemonClient['ask'] extends (node: string, call: infer Call) => infer Answer
    ? (call: Call) => Answer
    : never;
}

export function podPath(id: string): string {
  const [namespace = '', name = ''] = id.split('/');
  return `/api/v1/namespaces/${namespace}/pods/${name}`;
}

/** Records of the containers that a selection takes: those that it names, else the first of each pod. */
export async function containerRecords(
  client: ApiClient,
  spec: ChaosSpec,
  random: Random,
): Promise<readonly ChaosRecord[]> {
  const pods = await selectPods(client, spec, random);
  return pods.flatMap(({ metadata, spec: { containers } }) => {
    const all = containers.map(({ name }) => name);
    const named = spec.containerNames ?? [];
    const names = named.length === 0 ? all.slice(0, 1) : named.filter((name) => all.includes(name));
    return names.map((name) => freshRecord(`${metadata.namespace ?? ''}/${metadata.name}/${name}`, '.'));
  });
}

/** Finds a record's container. Rejects with ContainerNotFound when its pod cannot be read, or has no such container yet. */
export async function decode(client: ApiClient, daemons: DaemonClient, { id }: ChaosRecord): Promise<Decoded> {
  const name = id.split('/')[2] ?? '';
  const pod = await client.call<Pod>('GET', podPath(id)).catch((error: unknown) => {
    // Whatever stood in the way of reading it (controllers/chaosimpl/utils of chaos-mesh).
    throw error instanceof CallError ? new ContainerNotFound() : error;
  });
  const containerId = containerIdOf(pod, name);
  if (containerId === undefined) throw new ContainerNotFound();
  return { pod, containerId, ask: (call) => daemons.ask(pod.spec.nodeName ?? '', call) };
}

/** Finds a record's container to recover it; undefined when it is gone, and with it what was done to it. */
export async function decodeForRecovery(
  client: ApiClient,
  daemons: DaemonClient,
  record: ChaosRecord,
): Promise<Decoded | undefined> {
  return await decode(client, daemons, record).catch((error: unknown) => {
    if (error instanceof ContainerNotFound) return undefined;
    throw error;
  });
}
