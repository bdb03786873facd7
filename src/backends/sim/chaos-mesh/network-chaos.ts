import type { Random } from '../../../base/random.ts';
import { sameJson } from '../api/merge.ts';
import { type ApiClient, CallError } from '../client/api-client.ts';
import type { Pod } from '../objects.ts';
import type { StoredObject } from '../store/object.ts';
import type { ChaosRecord, Experiment } from './experiment.ts';
import type { ChaosKind } from './pipeline.ts';
import { freshRecord } from './pod-chaos.ts';
import { selectPods } from './select.ts';

/** A set of addresses that a chaos gave to a pod. */
interface IpSet {
  readonly name: string;
  readonly ipsetType: 'hash:net';
  readonly cidrs: readonly string[];
  readonly source: string;
}

interface Chain {
  readonly name: string;
  readonly direction: 'input' | 'output';
  readonly ipsets: readonly string[];
  readonly source: string;
}

/** What a pod's network is to be like, as all its experiments want it together. */
export interface PodNetworkChaos extends StoredObject {
  readonly spec: { readonly ipsets?: readonly IpSet[]; readonly iptables?: readonly Chain[] };
  readonly status?: { readonly observedGeneration?: number; readonly failedMessage?: string };
}

const notFound = 404;
const conflicts: readonly number[] = [404, 409];

/** NetworkChaos: partitions only. It writes PodNetworkChaos objects, which another controller of the same process carries out. */
export function networkChaos(client: ApiClient, random: Random): ChaosKind {
  return {
    plural: 'networkchaos',
    oneShot: () => false,
    select: async ({ spec }) => {
      const sources = await selectPods(client, spec, random);
      const targets = spec.target === undefined ? [] : await selectPods(client, spec.target, random);
      // One side that selects nothing is as if neither did.
      if (sources.length === 0 || (spec.target !== undefined && targets.length === 0)) return [];
      const record = (key: string) => (pod: Pod) => freshRecord(idOf(pod), key);
      return [...sources.map(record('.')), ...targets.map(record('.Target'))];
    },
    apply: async (experiment, record) => {
      if (experiment.spec.action !== 'partition') {
        throw new Error(`${experiment.spec.action} is not simulated: partitions are`);
      }
      if (record.phase === 'Not Injected') return await begin(client, experiment, record);
      const helper = await find(client, record.id);
      // Somebody took the helper away: from the start again.
      if (helper === undefined) return { phase: 'Not Injected' };
      return { phase: done(helper, experiment, record) ? 'Injected' : 'Not Injected/Wait' };
    },
    recover: async (experiment, record) => {
      const helper = await find(client, record.id);
      if (helper === undefined) return { phase: 'Not Injected' };
      if (record.phase === 'Injected/Wait') {
        return { phase: done(helper, experiment, record) ? 'Not Injected' : 'Injected/Wait' };
      }
      const rest = without(helper, sourceOf(experiment));
      if (sameJson(rest, helper.spec)) return { phase: 'Not Injected' };
      return await replace(client, helper, rest, 'Injected/Wait');
    },
  };
}

function idOf({ metadata }: Pod): string {
  return `${metadata.namespace ?? ''}/${metadata.name}`;
}

function sourceOf({ metadata }: StoredObject): string {
  return `${metadata.namespace ?? ''}/${metadata.name}`;
}

/** Whether the helper's controller has carried out what this record waits for. Throws what stood in its way. */
function done(helper: PodNetworkChaos, { status }: Experiment, { id }: ChaosRecord): boolean {
  const { observedGeneration = 0, failedMessage = '' } = helper.status ?? {};
  if (observedGeneration < (status?.instances?.[id] ?? 0)) return false;
  if (failedMessage !== '') throw new Error(failedMessage);
  return true;
}

function helpersPath(id: string): string {
  return `/apis/chaos-mesh.org/v1alpha1/namespaces/${id.split('/')[0] ?? ''}/podnetworkchaos`;
}

async function find(client: ApiClient, id: string): Promise<PodNetworkChaos | undefined> {
  try {
    return await client.call<PodNetworkChaos>('GET', `${helpersPath(id)}/${id.split('/')[1] ?? ''}`);
  } catch (error) {
    if (error instanceof CallError && error.status === notFound) return undefined;
    throw error;
  }
}

type Begun = Awaited<ReturnType<ChaosKind['apply']>>;

async function begin(client: ApiClient, experiment: Experiment, record: ChaosRecord): Promise<Begun> {
  const [namespace = '', name = ''] = record.id.split('/');
  const pod = await client.call<Pod>('GET', `/api/v1/namespaces/${namespace}/pods/${name}`).catch((error: unknown) => {
    throw error instanceof CallError && error.status === notFound ? new Error('pod not found') : error;
  });
  if (pod.status?.phase !== 'Running') throw new Error('pod not running');
  const peers = await addressesOf(client, experiment, record.selectorKey === '.' ? '.Target' : '.');
  const rules = rulesFor(experiment, record, peers);
  const helper = await find(client, record.id);
  if (helper !== undefined) {
    const rest = without(helper, sourceOf(experiment));
    const spec = {
      ipsets: [...(rest.ipsets ?? []), ...rules.ipsets],
      iptables: [...(rest.iptables ?? []), ...rules.iptables],
    };
    return await replace(client, helper, spec, 'Not Injected/Wait');
  }
  const owner = { apiVersion: 'v1', kind: 'Pod', name, uid: pod.metadata.uid };
  const body = { metadata: { name, namespace, ownerReferences: [owner] }, spec: rules };
  const made = await client.call<PodNetworkChaos>('POST', helpersPath(record.id), { body });
  return { phase: 'Not Injected/Wait', instance: made.metadata.generation ?? 1 };
}

async function replace(
  client: ApiClient,
  helper: PodNetworkChaos,
  spec: PodNetworkChaos['spec'],
  phase: Begun['phase'],
): Promise<Begun> {
  const path = `${helpersPath(sourceOf(helper))}/${helper.metadata.name}`;
  try {
    const body = { metadata: { resourceVersion: helper.metadata.resourceVersion }, spec };
    const next = await client.call<PodNetworkChaos>('PATCH', path, { body });
    return { phase, instance: next.metadata.generation ?? 1 };
  } catch (error) {
    if (error instanceof CallError && conflicts.includes(error.status))
      throw new Error('the pod network changed meanwhile');
    throw error;
  }
}

function without({ spec }: PodNetworkChaos, source: string): PodNetworkChaos['spec'] {
  return {
    ipsets: (spec.ipsets ?? []).filter((one) => one.source !== source),
    iptables: (spec.iptables ?? []).filter((one) => one.source !== source),
  };
}

/** Addresses of the other side's pods as they are now: a pod that restarts with another leaves the partition. */
async function addressesOf(client: ApiClient, { spec, status }: Experiment, key: string): Promise<readonly string[]> {
  const records = (status?.experiment?.containerRecords ?? []).filter(({ selectorKey }) => selectorKey === key);
  const own = await podAddresses(client, new Set(records.map(({ id }) => id)));
  return key === '.Target' ? [...own, ...external(spec.externalTargets)] : own;
}

async function podAddresses(client: ApiClient, ids: ReadonlySet<string>): Promise<readonly string[]> {
  const namespaces = new Set([...ids].map((id) => id.split('/')[0] ?? ''));
  const lists = await Promise.all(
    [...namespaces].map((namespace) =>
      client.call<{ readonly items: readonly Pod[] }>('GET', `/api/v1/namespaces/${namespace}/pods`),
    ),
  );
  const pods = lists.flatMap(({ items }) => items).filter((pod) => ids.has(idOf(pod)));
  return pods.flatMap(({ status }) => (status?.podIP === undefined ? [] : [`${status.podIP}/32`]));
}

/** Names of hosts are not looked up here: addresses and ranges are taken. */
function external(targets: readonly string[] = []): readonly string[] {
  return targets.filter((one) => /^[\d.]+(\/\d+)?$/.test(one)).map((one) => (one.includes('/') ? one : `${one}/32`));
}

/** `to`: what the source sends, and what the target takes; `from` the other way round; `both` both. */
function rulesFor(
  experiment: Experiment,
  { selectorKey }: ChaosRecord,
  cidrs: readonly string[],
): { readonly ipsets: readonly IpSet[]; readonly iptables: readonly Chain[] } {
  const { direction = 'to' } = experiment.spec;
  const source = sourceOf(experiment);
  const side = selectorKey === '.' ? 'tgt' : 'src';
  const set = `${experiment.metadata.name.slice(0, 5)}_net_${side}`;
  const isSource = selectorKey === '.';
  const directions = (['output', 'input'] as const).filter(
    (one) => direction === 'both' || ((one === 'output') === (direction === 'to')) === isSource,
  );
  return {
    ipsets: [{ name: set, ipsetType: 'hash:net', cidrs, source }],
    iptables: directions.map((one) => ({
      name: `${one.toUpperCase()}/${experiment.metadata.name.slice(0, 5)}_`,
      direction: one,
      ipsets: [set],
      source,
    })),
  };
}
