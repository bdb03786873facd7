import { messageOf } from '../../core/errors.ts';
import type { Settings } from '../../core/settings.ts';
import { type NodeContainer, runtime, runtimeName, type RuntimeName } from './runtime.ts';

/** Where each runtime tells how many processors it has: inside a virtual machine these are not the host's. */
const processors: Readonly<Record<RuntimeName, string>> = {
  docker: '{{.NCPU}}',
  podman: '{{.Host.CPUs}}',
  nerdctl: '{{.NCPU}}',
};

/**
 * Gives no node more of the machine's processors than `wanted`. Nodes of a real cluster have processors of their own; here a control
 * plane that is cut off would take what the others answer with (decision 17). The balancer is left alone. What cannot be limited is
 * told by `note`. Doing it again changes nothing.
 */
export async function limitNodes(
  containers: readonly NodeContainer[],
  wanted: Settings['kind']['nodeCpus'],
  note: (text: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const nodes = containers.filter(({ role }) => role !== 'external-load-balancer');
  try {
    const all = Number((await runtime(['info', '--format', processors[runtimeName()]], { signal })).stdout.trim());
    const cpus = cpusOfNode(nodes, wanted, all);
    if (nodes.every((node) => (node.cpus ?? all) === cpus)) return;
    note(`each node gets at most ${cpus} of ${all} processors`);
    await runtime(['update', '--cpus', String(cpus), ...nodes.map(({ name }) => name)], { signal });
  } catch (error) {
    signal.throwIfAborted();
    note(
      `the nodes’ processors are not limited, and one that is cut off may slow the others down: ${messageOf(error)}`,
    );
  }
}

/** Processors of one node: of `all`, those that there are, as many shares are made as there are control planes. */
export function cpusOfNode(
  nodes: readonly Pick<NodeContainer, 'role'>[],
  wanted: Settings['kind']['nodeCpus'],
  all: number,
): number {
  if (wanted === 'all') return all;
  if (wanted !== 'share') return Math.min(wanted, all);
  const controlPlanes = nodes.filter(({ role }) => role === 'control-plane').length;
  return Number((all / Math.max(1, controlPlanes)).toFixed(2));
}
