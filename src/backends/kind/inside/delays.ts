import type { Delays } from '../../kube/inside.ts';
import type { Shell } from './shell.ts';

/** The band that held-back packets go through, and the handle that says that the queue is the harness's. */
const handle = 'a5f7:';
const device = 'eth0';
const milliseconds = (stdout: string): number | undefined => {
  const value = Number(stdout.trim());
  return stdout.trim() === '' || Number.isNaN(value) ? undefined : value;
};

/** A netem queue behind a prio one, for packets to some addresses. */
export function netemDelays(shell: Shell): Delays {
  return {
    set: async (node, _, delay, signal) => {
      await shell(node, delayScript(delay), signal);
    },
    clear: async (node, signal) => {
      await shell(node, clearDelay, signal);
    },
    isSet: async (node, signal) => (await shell(node, delayedScript, signal)).includes('yes'),
    connectMs: async ({ node, address, port }, signal) => {
      const script = `curl -sk -o /dev/null -m 5 -w '%{time_connect}' https://${address}:${port}/ | awk '$1 > 0 { print $1 * 1000 }'`;
      return milliseconds(await shell(node, `${script}; true`, signal));
    },
  };
}

/** Prints yes where the harness's queue is. */
export const delayedScript = `tc qdisc show dev ${device} 2>/dev/null | grep -q 'qdisc prio ${handle}' && echo yes || true`;

const clearDelay = `if [ "$(${delayedScript})" = yes ]; then tc qdisc del dev ${device} root; fi`;

/** Everything goes through the first bands as ever; what is for the addresses waits in the fourth. */
export function delayScript({ addresses, ports, delayMs, jitterMs }: Parameters<Delays['set']>[2]): string {
  const filter = `tc filter add dev ${device} parent ${handle}0 protocol ip u32 match ip dst`;
  const ends = ports.flatMap((port) => [`match ip dport ${port} 0xffff`, `match ip sport ${port} 0xffff`]);
  const matches = ends.length === 0 ? [''] : ends;
  const rules = [...new Set(addresses.filter((one) => !one.includes(':')))].flatMap((address) =>
    matches.map((match) => `${filter} ${address} ${match} flowid ${handle}4`),
  );
  return [
    'set -eu',
    clearDelay,
    `tc qdisc add dev ${device} root handle ${handle} prio bands 4 priomap 1 2 2 2 1 2 0 0 1 1 1 1 1 1 1 1`,
    `tc qdisc add dev ${device} parent ${handle}4 netem delay ${delayMs}ms ${jitterMs}ms`,
    ...rules,
  ].join('\n');
}
