import { HarnessError } from '../../../core/errors.ts';
import type { BalancerAdmin } from '../../kube/inside.ts';
import type { Shell } from './shell.ts';

/** Where kind writes HAProxy's configuration (pkg/cluster/internal/loadbalancer). */
const config = '/usr/local/etc/haproxy/haproxy.cfg';
const aside = `${config}.aftershock`;
const apiPort = 6443;
/** Enough for each of a few servers to get its turn more than once. */
const connections = 9;

/** HAProxy in a container of its own; its master process takes SIGHUP for a reload that lets connections come to their end. */
export function haproxyAdmin(shell: Shell): BalancerAdmin {
  return {
    drain: async (balancer, server, _, signal) => {
      const has = (await shell(balancer, `[ -e ${config} ] && echo yes || true`, signal)).includes('yes');
      if (!has) {
        throw new HarnessError('unavailable', `${balancer} has no HAProxy configuration at ${config}`, {
          hint: 'Draining needs HAProxy before the apiservers, which kind has up to v0.31.',
        });
      }
      await shell(balancer, drainScript(server), signal);
    },
    restore: async (balancer, signal) => {
      await shell(balancer, restoreScript, signal);
    },
    isDrained: async (balancer, signal) =>
      (await shell(balancer, `[ -e ${aside} ] && echo yes || true`, signal)).includes('yes'),
    spread: async (balancer, servers, signal) => {
      const before = await Promise.all(servers.map(({ node }) => established(shell, node, balancer.address, signal)));
      const [from] = servers;
      if (from === undefined) return [];
      const holding = shell(from.node, holdScript(balancer.address), signal);
      const during = await Promise.all(
        servers.map(async ({ node }) => {
          await shell(node, 'sleep 2', signal);
          return established(shell, node, balancer.address, signal);
        }),
      );
      await holding;
      return during.map((now, index) => [...now].filter((port) => !(before[index]?.has(port) ?? false)).length);
    },
  };
}

/** Keeps the first configuration aside, comments the server out and reloads; twice is once. */
export function drainScript(server: string): string {
  return `set -eu
[ -e ${aside} ] || cp ${config} ${aside}
sed -i 's/^\\( *server ${server} .*\\)$/  # drained: \\1/' ${config}
kill -HUP 1`;
}

const restoreScript = `set -eu
if [ -e ${aside} ]; then cp ${aside} ${config}; rm ${aside}; kill -HUP 1; fi`;

/** Holds a few connections to the balancer open for 4 s. */
function holdScript(address: string): string {
  const one = `timeout 4 bash -c 'exec 3<>/dev/tcp/${address}/${apiPort}; sleep 4' 2>/dev/null &`;
  return `i=0; while [ $i -lt ${connections} ]; do ${one} i=$((i+1)); done; wait; true`;
}

/** The far ends of the connections that a node's apiserver has with the balancer. */
async function established(
  shell: Shell,
  node: string,
  balancer: string,
  signal: AbortSignal,
): Promise<ReadonlySet<string>> {
  const script = `ss -Htn state established "( sport = :${apiPort} and dst ${balancer} )" | awk '{ print $4 }'`;
  return new Set((await shell(node, script, signal)).split('\n').filter((line) => line.trim() !== ''));
}
