import type { Random } from '../../../base/random.ts';
import type { ClusterParams } from '../../../core/cluster-params/index.ts';
import type { Machine } from '../engine/machine.ts';
import { logNormal, type Spread } from '../engine/spread.ts';
import { type DelayQueues, delayQueues } from './delays.ts';
import type { Interface, Route } from './network.ts';
import { addressNumber, type PacketFilter, packetFilter, type Ports } from './rules.ts';

/** Which packets pass, and how long they take. */
export interface Paths {
  readonly newFilter: () => PacketFilter;
  readonly filterOf: (machine: Machine) => PacketFilter;
  readonly route: (from: Interface, to: Interface) => Route;
  /** The same routes, with draws of their own. */
  readonly apart: (random: Random) => Paths['route'];
  /** An interface is no more. */
  readonly forget: (gone: Interface) => void;
  readonly queues: DelayQueues;
}

/** Who drops a packet. */
interface Drop {
  readonly filter: PacketFilter;
  readonly hook: 'in' | 'out';
  readonly address: number;
}

const loopbackMs = 0.03;
const loopback: Route = { latency: () => loopbackMs };
/** A packet without a payload. */
const smallest = (): number => 66;

/** Paths between interfaces. Verdicts are remembered until some rule changes on the way. */
export function paths(params: ClusterParams['network'], random: Random, now: () => number): Paths {
  const queues = delayQueues();
  const rules: Rules = { epoch: 0, filters: new Map(), loss: params.loss, now, queues };
  const changed = (): void => void (rules.epoch += 1);
  // No weak maps: there are tens of thousands of interfaces, and what is weak costs each collection of garbage.
  const books: Map<Interface, Map<Interface, Route>>[] = [];

  const filterOf = (machine: Machine): PacketFilter => {
    const known = rules.filters.get(machine) ?? packetFilter(changed);
    rules.filters.set(machine, known);
    return known;
  };
  const apart: Paths['apart'] = (own) => {
    const routes = new Map<Interface, Map<Interface, Route>>();
    books.push(routes);
    const spreads = spreadsOf(params, own);
    const [loss, jitter] = [own.next, own.fork('queues').next];
    return (from, to) => {
      if (from === to) return loopback;
      let known = routes.get(from);
      if (known === undefined) {
        known = new Map();
        routes.set(from, known);
      }
      let way = known.get(to);
      if (way === undefined) {
        way = new Way(rules, from, to, { latency: spreads(from.machine, to.machine), loss, jitter });
        known.set(to, way);
      }
      return way;
    };
  };
  const forget = (gone: Interface): void => {
    for (const routes of books) {
      routes.delete(gone);
      for (const known of routes.values()) known.delete(gone);
    }
  };
  return { newFilter: () => packetFilter(changed), filterOf, route: apart(random), apart, forget, queues };
}

/** What all ways have in common. */
interface Rules {
  /** Changes whenever some rule does. */
  epoch: number;
  readonly filters: Map<Machine, PacketFilter>;
  readonly loss: number;
  readonly now: () => number;
  readonly queues: DelayQueues;
}

/** What is drawn for a packet: how long it takes, whether it is lost, how far a delay strays. */
interface Draws {
  readonly latency: Spread;
  readonly loss: () => number;
  readonly jitter: () => number;
}

class Way implements Route {
  readonly #rules: Rules;
  readonly #from: Interface;
  readonly #to: Interface;
  readonly #draws: Draws;
  #epoch = -1;
  #version = -1;
  #drop: Drop | undefined;
  /** Where rules ask for ports: to be asked for each packet. */
  #choosy: readonly Drop[] = [];

  constructor(rules: Rules, from: Interface, to: Interface, draws: Draws) {
    this.#rules = rules;
    this.#from = from;
    this.#to = to;
    this.#draws = draws;
  }

  latency(bytes: () => number = smallest, ports?: Ports): number | undefined {
    if (!this.#to.machine.on || !this.#from.machine.on) return undefined;
    const { epoch, loss, now, queues } = this.#rules;
    const draws = this.#draws;
    if (this.#epoch !== epoch) {
      this.#epoch = epoch;
      this.#judge();
    }
    if (this.#isDropped(ports)) return undefined;
    if (loss > 0 && draws.loss() < loss) return undefined;
    const waitMs = queues.isEmpty() ? 0 : queues.waitMs(this.#from.machine, this.#to.address, ports, draws.jitter);
    const { egress } = this.#from;
    if (egress === undefined) return draws.latency() + waitMs;
    const later = egress.pass(addressNumber(this.#to.address), now(), bytes);
    return later === undefined ? undefined : draws.latency() + waitMs + later;
  }

  #isDropped(ports: Ports | undefined): boolean {
    let drop = this.#drop;
    for (const one of this.#choosy) if (one.filter.blocks(one.hook, one.address, ports)) drop ??= one;
    drop?.filter.count(drop.hook, drop.address, ports);
    return drop !== undefined;
  }

  /** Some rule changed somewhere: mostly not on this way. */
  #judge(): void {
    const version = versionOn(this.#from, this.#to, this.#rules);
    if (version === this.#version) return;
    this.#version = version;
    const drops = dropsOn(this.#from, this.#to, this.#rules);
    this.#drop = drops.find(({ filter, hook, address }) => filter.blocks(hook, address));
    this.#choosy = drops.filter(({ filter }) => filter.asksPorts());
  }
}

/** Whichever of the filters on the way changed, it is another sum. */
function versionOn(from: Interface, to: Interface, { filters }: Rules): number {
  const machines = [filters.get(from.machine), filters.get(to.machine)];
  return [from.filter, to.filter, ...machines].reduce((sum, filter) => sum + (filter?.version ?? 0), 0);
}

/** Everybody who might drop a packet. */
function dropsOn(from: Interface, to: Interface, { filters }: Rules): readonly Drop[] {
  const [source, target] = [addressNumber(from.address), addressNumber(to.address)];
  const stations = stationsBetween([from, source], [to, target], filters);
  return stations.flatMap(([filter, hook, address]) => (filter === undefined ? [] : [{ filter, hook, address }]));
}

type Station = readonly [PacketFilter | undefined, 'in' | 'out', number];

/** The filters that a packet passes, in their order. Between a machine and its own pods there are only the pods'. */
function stationsBetween(
  [from, source]: readonly [Interface, number],
  [to, target]: readonly [Interface, number],
  filters: ReadonlyMap<Machine, PacketFilter>,
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
