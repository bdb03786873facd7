import type { Inside } from './inside.ts';
import type { Swept } from './node-verbs/index.ts';

/** What any run left in a machine, in words that follow "left". A balancer's may have nothing in it that tells, but the balancer itself. */
export async function tracesOf(
  { machines, balancer, traces }: Inside,
  { name, isBalancer }: Swept,
  signal: AbortSignal,
): Promise<readonly string[]> {
  // Nothing can be run in one that does not.
  const state = await machines.state(name, signal);
  if (state !== 'running') return [state === 'paused' ? 'it paused' : 'it switched off'];
  if (!isBalancer) return traces(name, signal);
  return (await balancer.isDrained(name, signal)) ? ['a drained server'] : [];
}
