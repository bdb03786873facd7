import { HarnessError, messageOf } from '../../../core/errors.ts';
import type { BalancerAdmin } from '../../kube/inside.ts';
import type { NodeExec } from '../../kube/node-exec.ts';
import type { BalancerFile, Server } from './balancers/balancer-file.ts';
import { envoy } from './balancers/envoy.ts';
import { haproxy } from './balancers/haproxy.ts';
import type { Shell } from './shell.ts';

const balancers: readonly BalancerFile[] = [haproxy, envoy];
const mark = '# drained by aftershock: ';
const timeoutMs = 20_000;
const apiPort = 6443;
/** Enough for each of a few servers to get its turn more than once. */
const connections = 9;

interface Found {
  readonly file: BalancerFile;
  readonly text: string;
}

/** A balancer in a container of its own, in which there may be little more than it. */
export function balancerAdmin(exec: NodeExec, shell: Shell): BalancerAdmin {
  const find = async (balancer: string, signal: AbortSignal): Promise<Found | undefined> => {
    for (const file of balancers) {
      const text = await read(balancer, file, signal);
      if (text !== undefined) return { file, text };
    }
    return undefined;
  };
  const read = async (balancer: string, { path }: BalancerFile, signal: AbortSignal): Promise<string | undefined> => {
    try {
      return (await exec(balancer, ['cp', path, '/dev/stdout'], { signal, timeoutMs })).stdout;
    } catch (error) {
      if (messageOf(error).includes('No such file')) return undefined;
      throw error;
    }
  };
  const replace = async (balancer: string, { file, text }: Found, signal: AbortSignal): Promise<void> => {
    for (const command of file.replace) await exec(balancer, command, { signal, timeoutMs, input: `${text}\n` });
  };
  return {
    drain: async (balancer, name, address, signal) => {
      const { file, text } = (await find(balancer, signal)) ?? noneIn(balancer);
      const without = drained(file, text, { name, address });
      if (without !== text) await replace(balancer, { file, text: without }, signal);
    },
    restore: async (balancer, signal) => {
      const found = await find(balancer, signal);
      if (found?.text.includes(mark) === true)
        await replace(balancer, { file: found.file, text: restored(found.text) }, signal);
    },
    // Only these files are ever changed: where there is none, nothing was taken out.
    isDrained: async (balancer, signal) => (await find(balancer, signal))?.text.includes(mark) === true,
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

function noneIn(balancer: string): never {
  const names = balancers.map(({ name, path }) => `of ${name} at ${path}`);
  throw new HarnessError('unavailable', `${balancer} has no configuration ${names.join(', and none ')}`, {
    hint: 'Take a server out of a balancer that kind made.',
  });
}

/** The configuration without a server: its lines are there, as a comment; twice is once. Throws HarnessError('unsatisfiable') when it has no such server. */
export function drained(file: BalancerFile, text: string, server: Server): string {
  const lines = file.linesOf(text, server);
  if (lines !== undefined) {
    const isIts = (at: number): boolean => at >= lines.from && at < lines.to;
    return lineByLine(text, (line, at) => (isIts(at) ? mark + line : line));
  }
  if (file.linesOf(restored(text), server) !== undefined) return text;
  throw new HarnessError('unsatisfiable', `${file.name} knows no server ${server.name} (${server.address})`, {
    hint: `See what its configuration names: ${file.path}.`,
  });
}

/** The configuration with every server that was taken out. */
export function restored(text: string): string {
  return lineByLine(text, (line) => (line.startsWith(mark) ? line.slice(mark.length) : line));
}

function lineByLine(text: string, change: (line: string, at: number) => string): string {
  return text.split('\n').map(change).join('\n');
}

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
