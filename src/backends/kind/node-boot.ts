import type { NodeExec } from '../kube/node-exec.ts';
import { runtime } from './runtime.ts';

const restartTimeoutMs = 90_000;
const execTimeoutMs = 10_000;

/** Restarts a node's container; resolves when its init system runs. */
export async function rebootNode(exec: NodeExec, node: string, signal: AbortSignal): Promise<void> {
  await runtime(['restart', '--time', '10', node], { signal, timeoutMs: restartTimeoutMs });
  await bootedAt(exec, node, signal);
}

/** When the node's first process began, in ticks since the machine's own boot (proc(5), stat, field 22). */
export async function bootedAt(exec: NodeExec, node: string, signal: AbortSignal): Promise<number> {
  const { stdout } = await exec(node, ['awk', '{ print $22 }', '/proc/1/stat'], { signal, timeoutMs: execTimeoutMs });
  return Number(stdout.trim());
}
