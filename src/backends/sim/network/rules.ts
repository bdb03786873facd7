import { isIPv4 } from 'node:net';

/** Drops what comes in from, or goes out to, these ranges. */
export interface DropRule {
  readonly hook: 'in' | 'out';
  readonly ranges: readonly string[];
}

/** Packet filter of a machine or of a pod's network: sets of rules by tag, and how much each dropped. */
export interface PacketFilter {
  readonly set: (tag: string, rules: readonly DropRule[]) => void;
  readonly clear: (tag: string) => void;
  readonly tags: () => readonly string[];
  /** Whether it would drop, without counting. */
  readonly blocks: (hook: DropRule['hook'], address: number) => boolean;
  /** Counts one dropped packet. */
  readonly count: (hook: DropRule['hook'], address: number) => void;
  readonly dropped: (tag: string) => { readonly in: number; readonly out: number };
}

interface RuleSet {
  readonly rules: readonly {
    readonly hook: DropRule['hook'];
    readonly ranges: readonly (readonly [number, number])[];
  }[];
  readonly dropped: { in: number; out: number };
}

/** An open filter; `changed` is called when its rules change, because paths are remembered. */
export function packetFilter(changed: () => void): PacketFilter {
  const sets = new Map<string, RuleSet>();
  const hit = (set: RuleSet, hook: DropRule['hook'], address: number): boolean =>
    set.rules.some((rule) => rule.hook === hook && rule.ranges.some(([base, mask]) => (address & mask) === base));
  return {
    set: (tag, rules) => {
      const parsed = rules.map(({ hook, ranges }) => ({ hook, ranges: ranges.flatMap(parseRange) }));
      sets.set(tag, { rules: parsed, dropped: sets.get(tag)?.dropped ?? { in: 0, out: 0 } });
      changed();
    },
    clear: (tag) => {
      if (sets.delete(tag)) changed();
    },
    tags: () => [...sets.keys()],
    blocks: (hook, address) => {
      for (const set of sets.values()) if (hit(set, hook, address)) return true;
      return false;
    },
    count: (hook, address) => {
      // Netfilter stops at the first rule that drops.
      for (const set of sets.values()) {
        if (!hit(set, hook, address)) continue;
        set.dropped[hook] += 1;
        return;
      }
    },
    dropped: (tag) => ({ ...(sets.get(tag)?.dropped ?? { in: 0, out: 0 }) }),
  };
}

/** An IPv4 address as a 32-bit number. */
export function addressNumber(address: string): number {
  return address.split('.').reduce((sum, part) => (sum << 8) | Number(part) | 0, 0);
}

/** Base and mask of a range. The simulated network is IPv4; ranges of the other family match nothing there. */
export function parseRange(range: string): (readonly [number, number])[] {
  const [address = '', bits = '32'] = range.split('/');
  if (!isIPv4(address)) return [];
  const mask = bits === '0' ? 0 : (-1 << (32 - Number(bits))) | 0;
  return [[addressNumber(address) & mask, mask]];
}
