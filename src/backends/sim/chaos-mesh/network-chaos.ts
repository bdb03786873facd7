import type { ApiClient } from '../client/api-client.ts';
import { resolver } from '../dns/resolver.ts';
import type { Pod } from '../objects.ts';
import type { ProgramContext } from '../programs/program.ts';
import { freshRecord } from './containers.ts';
import type { ChaosRecord, Experiment } from './experiment.ts';
import { throughHelper } from './helper-object.ts';
import type { KindParts } from './kind-parts.ts';
import type { ChaosKind } from './pipeline.ts';
import { selectPods } from './select.ts';
import { blocksOf, type TrafficControl } from './traffic-control.ts';

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
export interface PodNetworkSpec {
  readonly ipsets?: readonly IpSet[];
  readonly iptables?: readonly Chain[];
  readonly tcs?: readonly TrafficControl[];
}

/** Looks a host's name up; undefined when nobody knows it. */
type LookUp = (name: string) => Promise<readonly string[] | undefined>;

/** NetworkChaos. It writes PodNetworkChaos objects, which another controller of the same process carries out. */
export function networkChaos({ client, random, context }: KindParts): ChaosKind {
  const lookUp = lookUpFrom(context);
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
    ...throughHelper<PodNetworkSpec>(client, {
      plural: 'podnetworkchaos',
      startsAgain: true,
      nameFor: ({ id }) => id.split('/')[1] ?? '',
      without: (spec, experiment) => without(spec, sourceOf(experiment)),
      added: async (rest, experiment, record) => {
        const peers = await peersOf(client, experiment, record.selectorKey === '.' ? '.Target' : '.', lookUp);
        const own = partOf(experiment, record, peers);
        return {
          ipsets: [...(rest.ipsets ?? []), ...(own.ipsets ?? [])],
          iptables: [...(rest.iptables ?? []), ...(own.iptables ?? [])],
          tcs: [...(rest.tcs ?? []), ...(own.tcs ?? [])],
        };
      },
    }),
  };
}

/** Names of hosts as the controller's own container resolves them. */
function lookUpFrom({ world, process, on, running }: ProgramContext): LookUp {
  const { lookup } = resolver({ network: world.network, process, from: on, settings: () => running.resolver });
  return (name) =>
    new Promise((resolve) => lookup(name, (found) => resolve(found.error === undefined ? found.addresses : undefined)));
}

function idOf({ metadata }: Pod): string {
  return `${metadata.namespace ?? ''}/${metadata.name}`;
}

function sourceOf({ metadata }: Experiment): string {
  return `${metadata.namespace ?? ''}/${metadata.name}`;
}

function without(spec: PodNetworkSpec | undefined, source: string): PodNetworkSpec {
  const others = <T extends { readonly source: string }>(list: readonly T[] = []): readonly T[] =>
    list.filter((one) => one.source !== source);
  return { ipsets: others(spec?.ipsets), iptables: others(spec?.iptables), tcs: others(spec?.tcs) };
}

/** Addresses of the other side as they are now: a pod that restarts with another leaves the partition. Undefined: there is no other side. */
async function peersOf(
  client: ApiClient,
  { spec, status }: Experiment,
  key: string,
  lookUp: LookUp,
): Promise<readonly string[] | undefined> {
  const records = (status?.experiment?.containerRecords ?? []).filter(({ selectorKey }) => selectorKey === key);
  const wanted = new Set(records.map(({ id }) => id));
  const namespaces = new Set([...wanted].map((id) => id.split('/')[0] ?? ''));
  const lists = await Promise.all(
    [...namespaces].map((namespace) =>
      client.call<{ readonly items: readonly Pod[] }>('GET', `/api/v1/namespaces/${namespace}/pods`),
    ),
  );
  const pods = lists.flatMap(({ items }) => items).filter((pod) => wanted.has(idOf(pod)));
  const own = pods.flatMap(({ status: state }) => (state?.podIP === undefined ? [] : [`${state.podIP}/32`]));
  if (key === '.') return own;
  const { externalTargets = [] } = spec;
  if (spec.target === undefined && externalTargets.length === 0) return undefined;
  const external = await Promise.all(externalTargets.map((target) => rangesOf(target, lookUp)));
  return [...own, ...external.flat()];
}

/** An address, a range or a host's name, each with a port or without: the port is left aside. Rejects for a name that nobody knows. */
async function rangesOf(target: string, lookUp: LookUp): Promise<readonly string[]> {
  const place = target.replace(/:\d+$/, '');
  if (/^[\d.]+(\/\d+)?$/.test(place)) return [place.includes('/') ? place : `${place}/32`];
  const addresses = await lookUp(place);
  if (addresses === undefined) throw new Error(`lookup ${place}: no such host`);
  return addresses.map((address) => `${address}/32`);
}

/** What an experiment wants of one pod. `to`: what the source sends (and, cut off, what the target takes); `from` the other way round. */
function partOf(
  experiment: Experiment,
  { selectorKey }: ChaosRecord,
  peers: readonly string[] | undefined,
): PodNetworkSpec {
  const { direction = 'to', action } = experiment.spec;
  const source = sourceOf(experiment);
  const isSource = selectorKey === '.';
  const short = experiment.metadata.name.slice(0, 5);
  const set = `${short}_net_${isSource ? 'tgt' : 'src'}`;
  const ipsets: readonly IpSet[] =
    peers === undefined && action !== 'partition'
      ? []
      : [{ name: set, ipsetType: 'hash:net', cidrs: peers ?? ['0.0.0.0/0'], source }];
  if (action !== 'partition') {
    const sends = direction === 'both' || (direction === 'to') === isSource;
    if (!sends) return {};
    const type = action === 'bandwidth' ? 'bandwidth' : 'netem';
    const ipset = peers === undefined ? {} : { ipset: set };
    return { ipsets, tcs: [{ type, ...blocksOf(experiment.spec), ...ipset, source }] };
  }
  const directions = (['output', 'input'] as const).filter(
    (one) => direction === 'both' || ((one === 'output') === (direction === 'to')) === isSource,
  );
  const chain = (one: 'input' | 'output'): Chain => ({
    name: `${one.toUpperCase()}/${short}_`,
    direction: one,
    ipsets: [set],
    source,
  });
  return { ipsets, iptables: directions.map(chain) };
}
