import { sleepUntil, type Clock } from '../base/clock.ts';
import type { Cluster } from '../core/cluster.ts';
import type { Recorder } from './recorder.ts';

/**
 * What an earlier run's heal, or a busy machine, may still keep from its place. A control plane that was cut off is Ready up to a minute
 * and a half after its apiserver is back: its kubelet's watch pauses for so long.
 */
const settlesWithinMs = 90_000;
const everyMs = 2000;

/**
 * What keeps a cluster from its steady state for as long as 90 s, as the last look saw it; empty as soon as a look finds nothing.
 * What there is to wait for is noted once.
 */
export async function lastingFailures(
  cluster: Pick<Cluster, 'steadyState'>,
  clock: Clock,
  { signal, log }: { readonly signal: AbortSignal; readonly log: Pick<Recorder, 'mark'> },
): Promise<readonly string[]> {
  const until = clock.now() + settlesWithinMs;
  for (let looks = 0; ; looks += 1) {
    const failures = await cluster.steadyState(signal);
    const next = clock.now() + everyMs;
    if (failures.length === 0 || next > until) return failures;
    if (looks === 0) log.mark('note', `waiting for the steady state: ${failures.join('; ')}`);
    await sleepUntil(clock, next, signal);
  }
}
