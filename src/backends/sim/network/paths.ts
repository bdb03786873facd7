import type { Random } from '../../../base/random.ts';
import type { ClusterParams } from '../../../core/cluster-params/index.ts';
import type { Machine } from '../engine/machine.ts';
import { logNormal, type Spread } from '../engine/spread.ts';
import type { Interface, Network } from './network.ts';
import { addressNumber, type PacketFilter, packetFilter } from './rules.ts';

/** Which packets pass, and how long they take. */
export interface Paths {
  readonly newFilter: () => PacketFilter;
  readonly filterOf: (machine: Machine) => PacketFilter;
  readonly latency: Network['latency'];
}

interface Verdict {
  readonly epoch: number;
  /** Undefined: it passes. */
  readonly dropBy: { readonly filter: PacketFilter; readonly hook: 'in' | 'out'; readonly address: number } | undefined;
  readonly spread: Spread;
}

const loopbackMs = 0.03;
/** A packet without a payload. */
const smallest = (): number => 66;

/** Paths between interfaces. Verdicts are remembered until some rule changes, and for as long as there are the interfaces. */
export function paths(params: ClusterParams['network'], random: Random, now: () => number): Paths {
  let epoch = 0;
  const changed = (): void => void (epoch += 1);
  const filters = new WeakMap<Machine, PacketFilter>();
  const verdicts = new WeakMap<Interface, WeakMap<Interface, Verdict>>();
  const numbers = new WeakMap<Interface, number>();
  const spreads = spreadsOf(params, random);

  const filterOf = (machine: Machine): PacketFilter => {
    const known = filters.get(machine) ?? packetFilter(changed);
    filters.set(machine, known);
    return known;
  };
  const numberOf = (one: Interface): number => {
    const known = numbers.get(one) ?? addressNumber(one.address);
    numbers.set(one, known);
    return known;
  };
  const judge = (from: Interface, to: Interface): Verdict => {
    const stations = stationsBetween([from, numberOf(from)], [to, numberOf(to)], filters);
    const [filter, hook, address] = stations.find(([one, on, number]) => one?.blocks(on, number) === true) ?? [];
    const dropBy =
      filter === undefined || hook === undefined || address === undefined ? undefined : { filter, hook, address };
    return { epoch, dropBy, spread: spreads(from.machine, to.machine) };
  };
  const verdictFor = (from: Interface, to: Interface): Verdict => {
    let known = verdicts.get(from);
    if (known === undefined) {
      known = new WeakMap();
      verdicts.set(from, known);
    }
    let verdict = known.get(to);
    if (verdict?.epoch !== epoch) {
      verdict = judge(from, to);
      known.set(to, verdict);
    }
    return verdict;
  };
  const latency: Network['latency'] = (from, to, bytes = smallest) => {
    if (from === to) return loopbackMs;
    if (!to.machine.on || !from.machine.on) return undefined;
    const { dropBy, spread } = verdictFor(from, to);
    if (dropBy !== undefined) {
      dropBy.filter.count(dropBy.hook, dropBy.address);
      return undefined;
    }
    if (params.loss > 0 && random.next() < params.loss) return undefined;
    if (from.egress === undefined) return spread();
    const later = from.egress.pass(numberOf(to), now(), bytes);
    return later === undefined ? undefined : spread() + later;
  };
  return { newFilter: () => packetFilter(changed), filterOf, latency };
}

type Station = readonly [PacketFilter | undefined, 'in' | 'out', number];

/** The filters that a packet passes, in their order. Between a machine and its own pods there are only the pods'. */
function stationsBetween(
  [from, source]: readonly [Interface, number],
  [to, target]: readonly [Interface, number],
  filters: WeakMap<Machine, PacketFilter>,
): readonly Station[] {
  const first: Station = [from.filter, 'out', target];
  const last: Station = [to.filter, 'in', source];
  if (from.machine === to.machine) return [first, last];
  const [here, there] = [filters.get(from.machine), filters.get(to.machine)];
  return [first, [here, 'in', source], [here, 'out', target], [there, 'in', source], [there, 'out', target], last];
}

function spreadsOf(params: ClusterParams['network'], random: Random): (from: Machine, to: Machine) => Spread {
  // 2.33 standard deviations: what a jitter of one standard deviation makes of the 99th percentile.
  const of = (median: number): Spread => logNormal(random, median, median * (1 + 2.33 * params.jitter));
  const same = of(params.zoneLatencyMs);
  const cross = of(params.crossZoneLatencyMs);
  const outside = of(params.outsideLatencyMs);
  const local = (): number => loopbackMs;
  return (from, to) => {
    if (from === to) return local;
    if (from.zone === undefined || to.zone === undefined) return outside;
    return from.zone === to.zone ? same : cross;
  };
}
