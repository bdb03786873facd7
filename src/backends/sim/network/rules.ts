import { isIPv4 } from 'node:net';

/** The TCP ports of a packet's two ends. */
export interface Ports {
  readonly from: number;
  readonly to: number;
}

/** Drops what comes in from, or goes out to, these ranges. */
export interface DropRule {
  readonly hook: 'in' | 'out';
  readonly ranges: readonly string[];
  /** Only packets from or to these TCP ports; default: all. */
  readonly ports?: readonly number[];
}

/** Packet filter of a machine or of a pod's network: sets of rules by tag, and how much each dropped. */
export interface PacketFilter {
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

interface RuleSet {
  readonly rules: readonly {
    readonly hook: DropRule['hook'];
    readonly ranges: readonly (readonly [number, number])[];
    readonly ports: readonly number[] | undefined;
  }[];
  readonly dropped: { in: number; out: number };
}

/** An open filter; `changed` is called when its rules change, because paths are remembered. */
export function packetFilter(changed: () => void): PacketFilter {
  const sets = new Map<string, RuleSet>();
  const hit = (set: RuleSet, hook: DropRule['hook'], address: number, ports: Ports | undefined): boolean =>
    set.rules.some((rule) => rule.hook === hook && asked(rule.ports, ports) && inRanges(address, rule.ranges));
  return {
    set: (tag, rules) => {
      const parsed = rules.map(({ hook, ranges, ports }) => ({ hook, ranges: ranges.flatMap(parseRange), ports }));
      sets.set(tag, { rules: parsed, dropped: sets.get(tag)?.dropped ?? { in: 0, out: 0 } });
      changed();
    },
    clear: (tag) => {
      if (sets.delete(tag)) changed();
    },
    tags: () => [...sets.keys()],
    asksPorts: () => {
      for (const { rules } of sets.values()) if (rules.some(({ ports }) => ports !== undefined)) return true;
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

function asked(wanted: readonly number[] | undefined, ports: Ports | undefined): boolean {
  if (wanted === undefined) return true;
  return ports !== undefined && (wanted.includes(ports.from) || wanted.includes(ports.to));
}

/** Whether an address is in one of the ranges. */
export function inRanges(address: number, ranges: readonly (readonly [number, number])[]): boolean {
  return ranges.some(([base, mask]) => (address & mask) === base);
}

/** An IPv4 address as a 32-bit number. */
export function addressNumber(address: string): number {
  return address.split('.').reduce((sum, part) => (sum << 8) | Number(part) | 0, 0);
}

/** The simulated network is IPv4; ranges of the other family match nothing there. */
export function parseRange(range: string): (readonly [number, number])[] {
  const [address = '', bits = '32'] = range.split('/');
  if (!isIPv4(address)) return [];
  const mask = bits === '0' ? 0 : (-1 << (32 - Number(bits))) | 0;
  return [[addressNumber(address) & mask, mask]];
}
