import type { Random } from '../../../base/random.ts';
import type { ClusterParams } from '../../../core/cluster-params/index.ts';
import type { Machine } from '../engine/machine.ts';
import { logNormal, type Spread } from '../engine/spread.ts';
import type { Delay, Interface, Latency } from './network.ts';
import { addressNumber, inRanges, type PacketFilter, packetFilter, parseRange, type Ports } from './rules.ts';

/** Which packets pass, and how long they take. */
export interface Paths {
  readonly newFilter: () => PacketFilter;
  readonly filterOf: (machine: Machine) => PacketFilter;
  readonly latency: Latency;
  readonly delay: (machine: Machine, delay: Delay | undefined) => void;
  readonly delayOf: (machine: Machine) => Delay | undefined;
}

interface Verdict {
  readonly epoch: number;
  /** Undefined: it passes. */
  readonly dropBy: Drop | undefined;
  /** Where rules ask for ports: to be asked for each packet. */
  readonly choosy: readonly Drop[];
  readonly spread: Spread;
}

interface Drop {
  readonly filter: PacketFilter;
  readonly hook: 'in' | 'out';
  readonly address: number;
}

const loopbackMs = 0.03;

/** Paths between interfaces. Verdicts are remembered until some rule changes, and for as long as there are the interfaces. */
export function paths(params: ClusterParams['network'], random: Random): Paths {
  let epoch = 0;
  const changed = (): void => void (epoch += 1);
  const filters = new WeakMap<Machine, PacketFilter>();
  const verdicts = new WeakMap<Interface, WeakMap<Interface, Verdict>>();
  const numbers = new WeakMap<Interface, number>();
  const spreads = spreadsOf(params, random);
  const queues = delayQueues(random);

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
    const passed = stations.flatMap(([filter, hook, address]) =>
      filter === undefined ? [] : [{ filter, hook, address }],
    );
    return {
      epoch,
      dropBy: passed.find(({ filter, hook, address }) => filter.blocks(hook, address)),
      choosy: passed.filter(({ filter }) => filter.asksPorts()),
      spread: spreads(from.machine, to.machine),
    };
  };
  const latency: Latency = (from, to, ports) => {
    if (from === to) return loopbackMs;
    if (!to.machine.on || !from.machine.on) return undefined;
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
    const dropBy =
      verdict.dropBy ?? verdict.choosy.find(({ filter, hook, address }) => filter.blocks(hook, address, ports));
    if (dropBy !== undefined) {
      dropBy.filter.count(dropBy.hook, dropBy.address, ports);
      return undefined;
    }
    if (params.loss > 0 && random.next() < params.loss) return undefined;
    return verdict.spread() + queues.waitMs(from.machine, numberOf(to), ports);
  };
  return {
    newFilter: () => packetFilter(changed),
    filterOf,
    latency,
    delay: queues.set,
    delayOf: queues.get,
  };
}

/** What packets wait before they leave their machines. */
function delayQueues(random: Random): {
  readonly set: Paths['delay'];
  readonly get: Paths['delayOf'];
  readonly waitMs: (machine: Machine, to: number, ports: Ports | undefined) => number;
} {
  const delays = new WeakMap<Machine, { readonly delay: Delay; readonly ranges: ReturnType<typeof parseRange> }>();
  return {
    set: (machine, delay) => {
      if (delay === undefined) delays.delete(machine);
      else delays.set(machine, { delay, ranges: delay.ranges.flatMap(parseRange) });
    },
    get: (machine) => delays.get(machine)?.delay,
    waitMs: (machine, to, ports) => {
      const held = delays.get(machine);
      if (held === undefined || !inRanges(to, held.ranges)) return 0;
      const { ports: only, delayMs, jitterMs } = held.delay;
      const isMine =
        only.length === 0 || (ports !== undefined && (only.includes(ports.from) || only.includes(ports.to)));
      return isMine ? delayMs + jitterMs * (2 * random.next() - 1) : 0;
    },
  };
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
