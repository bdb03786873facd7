import { isIPv4 } from 'node:net';

/** The TCP ports of a packet's two ends. */
export interface Ports {
  readonly port: number;
  readonly peerPort: number;
}

/** Drops what comes in from, or goes out to, these ranges. */
export interface DropRule {
  readonly hook: 'in' | 'out';
  readonly ranges: readonly string[];
  /** Only TCP packets from or to these ports; default: all. */
  readonly ports?: readonly number[];
}

/** Packet filter of a machine or of a pod's network: sets of rules by tag, and how much each dropped. */
export interface PacketFilter {
  /** Another one whenever its rules change. */
  readonly version: number;
  readonly set: (tag: string, rules: readonly DropRule[]) => void;
  readonly clear: (tag: string) => void;
  readonly tags: () => readonly string[];
  /** Whether any rule asks for ports, so that a verdict holds for a packet alone. */
  readonly asksPorts: () => boolean;
  /** Whether it would drop, without counting. Without ports only rules count that do not ask for any. */
  readonly blocks: (hook: DropRule['hook'], address: number, ports?: Ports) => boolean;
  /** Counts one dropped packet. */
  readonly count: (hook: DropRule['hook'], address: number, ports?: Ports) => void;
  readonly dropped: (tag: string) => { readonly in: number; readonly out: number };
}

/** Ranges by their masks: an address is in one of them when it is, masked, among the bases. */
export type Ranges = ReadonlyMap<number, ReadonlySet<number>>;

/** What a rule is for. */
interface Match {
  readonly ranges: Ranges;
  readonly ports: readonly number[] | undefined;
}

interface RuleSet {
  readonly in: readonly Match[];
  readonly out: readonly Match[];
  readonly dropped: { in: number; out: number };
}

/** An open filter; `changed` is called when its rules change, because paths are remembered. */
export function packetFilter(changed: () => void): PacketFilter {
  const sets = new Map<string, RuleSet>();
  let version = 0;
  const noteChange = (): void => {
    version += 1;
    changed();
  };
  const hit = (set: RuleSet, hook: DropRule['hook'], address: number, ports: Ports | undefined): boolean =>
    set[hook].some((match) => isAmong(match.ports, ports) && holds(match.ranges, address));
  return {
    get version() {
      return version;
    },
    set: (tag, rules) => {
      const of = (hook: DropRule['hook']): readonly Match[] =>
        rules.filter((rule) => rule.hook === hook).map(({ ranges, ports }) => ({ ranges: parsed(ranges), ports }));
      sets.set(tag, { in: of('in'), out: of('out'), dropped: sets.get(tag)?.dropped ?? { in: 0, out: 0 } });
      noteChange();
    },
    clear: (tag) => {
      if (sets.delete(tag)) noteChange();
    },
    tags: () => [...sets.keys()],
    asksPorts: () => {
      for (const set of sets.values())
        if ([...set.in, ...set.out].some(({ ports }) => ports !== undefined)) return true;
      return false;
    },
    blocks: (hook, address, ports) => {
      for (const set of sets.values()) if (hit(set, hook, address, ports)) return true;
      return false;
    },
    count: (hook, address, ports) => {
      // Netfilter stops at the first rule that drops.
      for (const set of sets.values()) {
        if (!hit(set, hook, address, ports)) continue;
        set.dropped[hook] += 1;
        return;
      }
    },
    dropped: (tag) => ({ ...(sets.get(tag)?.dropped ?? { in: 0, out: 0 }) }),
  };
}

/** Whether a packet is from or to one of the ports; those of no rule are all. */
export function isAmong(wanted: readonly number[] | undefined, ports: Ports | undefined): boolean {
  if (wanted === undefined) return true;
  return ports !== undefined && (wanted.includes(ports.port) || wanted.includes(ports.peerPort));
}

/** Whether an address is in one of the ranges. */
export function holds(ranges: Ranges, address: number): boolean {
  for (const [mask, bases] of ranges) if (bases.has(address & mask)) return true;
  return false;
}

/** The nodes of a zone drop the same thousands of ranges: they are read once. */
const known = new WeakMap<readonly string[], Ranges>();

/** Ranges as they are looked up. */
export function parsed(ranges: readonly string[]): Ranges {
  const before = known.get(ranges);
  if (before !== undefined) return before;
  const found = new Map<number, Set<number>>();
  for (const [base, mask] of ranges.flatMap(parseRange)) {
    const bases = found.get(mask) ?? new Set<number>();
    found.set(mask, bases);
    bases.add(base);
  }
  known.set(ranges, found);
  return found;
}

/** Addresses are few, and asked for with every packet that may be dropped. */
const numbers = new Map<string, number>();
const mostNumbers = 50_000;

/** An IPv4 address as a 32-bit number. */
export function addressNumber(address: string): number {
  const before = numbers.get(address);
  if (before !== undefined) return before;
  const number = address.split('.').reduce((sum, part) => (sum << 8) | Number(part) | 0, 0);
  if (numbers.size >= mostNumbers) numbers.clear();
  numbers.set(address, number);
  return number;
}

/** Base and mask of a range. The simulated network is IPv4; ranges of the other family match nothing there. */
export function parseRange(range: string): (readonly [number, number])[] {
  const [address = '', bits = '32'] = range.split('/');
  if (!isIPv4(address)) return [];
  const mask = bits === '0' ? 0 : (-1 << (32 - Number(bits))) | 0;
  return [[addressNumber(address) & mask, mask]];
}
