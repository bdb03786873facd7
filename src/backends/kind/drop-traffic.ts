import type { Drop, DropCounts } from '../kube/inside.ts';

/** Every chain of ours begins so: what a sweep looks for. */
export const chainPrefix = 'AFTERSHOCK-';

const families = [
  { command: 'iptables', fits: (range: string) => !range.includes(':') },
  { command: 'ip6tables', fits: (range: string) => range.includes(':') },
] as const;
// mangle sees every packet that comes in, to this node or through it, before DNAT, and every one that leaves after DNAT;
// established connections too, because it does not ask conntrack.
const hooks = [
  { hook: 'PREROUTING', suffix: 'I', option: '-s' },
  { hook: 'POSTROUTING', suffix: 'O', option: '-d' },
] as const;

/**
 * A shell script that drops all traffic to and from the ranges, at once, in chains named after the tag. Running it twice
 * makes the same rules once. It fails when the rules are not in.
 */
export function dropScript(tag: string, ranges: readonly string[], how: How = {}): string {
  const unique = [...new Set(ranges)].sort();
  const parts = families.flatMap(({ command, fits }) => {
    const mine = unique.filter(fits);
    return mine.length === 0 ? [] : [restore(command, tag, mine, how)];
  });
  return ['set -eu', ...parts].join('\n');
}

/** Which traffic with the ranges: only that way, only those TCP ports; default: all. */
type How = Pick<Drop, 'direction' | 'ports'>;

function restore(command: string, tag: string, ranges: readonly string[], { direction, ports = [] }: How): string {
  const chain = (suffix: string): string => chainPrefix + tag + suffix;
  // Either end may be the one with the port: it is named in each way.
  const matches =
    ports.length === 0 ? [''] : ['sport', 'dport'].flatMap((end) => ports.map((port) => ` -p tcp --${end} ${port}`));
  const ways = hooks.filter(
    ({ suffix }) => direction === undefined || direction === 'both' || direction === (suffix === 'I' ? 'in' : 'out'),
  );
  const declared = hooks.map(({ suffix }) => `:${chain(suffix)} - [0:0]`);
  const rules = ways.flatMap(({ suffix, option }) =>
    ranges.flatMap((range) => matches.map((match) => `-A ${chain(suffix)} ${option} ${range}${match} -j DROP`)),
  );
  // A jump is added where it lacks: a declaration empties a chain, but leaves the jumps to it in their place.
  const jumps = hooks.map(({ hook, suffix }) => {
    const jump = `${hook} -j ${chain(suffix)}`;
    return `${command} -w 5 -t mangle -C ${jump} 2>/dev/null || echo '-I ${jump}'`;
  });
  const lines = ['*mangle', ...declared, ...rules].map((line) => `echo '${line}'`);
  return `{\n${[...lines, ...jumps, 'echo COMMIT'].join('\n')}\n} | ${command}-restore -w 5 --noflush`;
}

/**
 * A shell script that takes out the chains of a tag, or of every tag, and prints what is left of them; nothing to take
 * out is fine. It fails where it cannot look.
 */
export function undoScript(tag?: string): string {
  return `set -eu
for command in iptables ip6tables; do
  if ! rules=$($command -w 5 -t mangle -S 2>&1); then
    # A kernel without IPv6 has no such rules.
    [ "$command" = ip6tables ] && continue
    echo "$rules" >&2
    exit 1
  fi
  ${removal(tag)}
done`;
}

function removal(tag: string | undefined): string {
  const pattern = `^-N ${chainPrefix}${tag ?? ''}`;
  return `for chain in $(echo "$rules" | grep -e '${pattern}' | cut -d ' ' -f 2); do
    for hook in PREROUTING POSTROUTING; do
      while $command -w 5 -t mangle -D $hook -j $chain 2>/dev/null; do :; done
    done
    $command -w 5 -t mangle -F $chain
    $command -w 5 -t mangle -X $chain
  done
  $command -w 5 -t mangle -S | grep -e '${pattern}' || true`;
}

/** A shell script that prints the rules, of any tag, that drop all traffic with a peer, whichever port it is for. */
export function wholeCutsScript(): string {
  const rules = families.map(({ command }) => `${command} -w 5 -t mangle -S 2>/dev/null`).join('; ');
  return `{ ${rules}; } | grep -e '^-A ${chainPrefix}.* -j DROP' | grep -v -e port || true`;
}

/** A shell script that prints `<chain> <packets dropped>` for each chain of the tag. */
export function countScript(tag: string): string {
  return hooks
    .map(
      ({ suffix }) =>
        `iptables -w 5 -t mangle -nvxL ${chainPrefix}${tag}${suffix} | awk '$3 == "DROP" { n += $1 } END { print "${suffix}", n + 0 }'`,
    )
    .join('\n');
}

/** What countScript printed. */
export function readCounts(stdout: string): DropCounts {
  const count = (suffix: string): number => Number(new RegExp(`^${suffix} (\\d+)$`, 'm').exec(stdout)?.[1] ?? 0);
  return { in: count('I'), out: count('O') };
}

/** A shell script that prints every address that the names have, IPv6 as well, by the runtime's own resolver. */
export function addressesScript(names: readonly string[]): string {
  return `for name in ${names.map((name) => `'${name}'`).join(' ')}; do getent ahosts "$name" | awk '{ print $1 }'; getent ahostsv6 "$name" | awk '$1 !~ /^::ffff:/ { print $1 }'; done; true`;
}

/** Addresses in the output of addressesScript; never the node's own loopback. */
export function readAddresses(stdout: string): readonly string[] {
  const words = stdout.split(/\s+/).filter((word) => /^[0-9a-f.:]+$/i.test(word) && !/^(127\.|::1$)/.test(word));
  return [...new Set(words)];
}
