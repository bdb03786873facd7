import { sleepUntil, type Clock } from '../base/clock.ts';
import type { Cluster } from '../core/cluster.ts';

/** What an earlier run's heal, or a busy machine, may still keep from its place. */
const settlesWithinMs = 20_000;
const everyMs = 2000;

/** What keeps a cluster from its steady state for as long as 20 s, as the last look saw it; empty as soon as a look finds nothing. */
export async function lastingFailures(
  cluster: Pick<Cluster, 'steadyState'>,
  clock: Clock,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const until = clock.now() + settlesWithinMs;
  for (;;) {
    const failures = await cluster.steadyState(signal);
    const next = clock.now() + everyMs;
    if (failures.length === 0 || next > until) return failures;
    await sleepUntil(clock, next, signal);
  }
}
