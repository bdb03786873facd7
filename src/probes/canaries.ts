import { z } from 'zod';
import { openLoop } from '../base/open-loop.ts';
import type { Canaries } from '../core/cluster.ts';
import { define } from '../core/definition.ts';
import { messageOf } from '../core/errors.ts';
import type { CanaryObservation, Observation } from '../core/observation.ts';
import type { Probe, ProbeContext } from '../core/probe.ts';
import { period, positiveDuration } from './timing.ts';

const params = z.strictObject({
  period: period().prefault('15s').describe('Time between two canaries: each costs its node a start.'),
  patience: positiveDuration().prefault('120s').describe('When a canary that does not start is taken away.'),
});

/** So many at once, and no more are started: a cluster that starts none must not be flooded. */
const most = 20;
const removeTimeoutMs = 30_000;

/** Starts a small pod every few seconds, whatever else happens, and takes it away when it runs. */
export const canaries: Probe = {
  ...define(
    {
      name: 'canaries',
      summary:
        'Starts a small pod in the run’s namespace every few seconds through all phases, and notes each station of its start.',
      notes: {
        needs:
          'A namespace of the run’s own, and agent.image on the nodes; where nothing may be written starts are unmeasured.',
        limit: `No more than ${most} at a time.`,
      },
      params,
    },
    ({ period: periodMs, patience }) => ({
      streams: () => [],
      observe: async (context) => {
        const { canaries: pods } = context.cluster;
        if (pods === undefined) return;
        await keepStarting(context, pods, { periodMs, patienceMs: patience });
      },
    }),
  ),
  alwaysOn: true,
};

async function keepStarting(
  { clock, emit, signal }: ProbeContext,
  pods: Canaries,
  { periodMs, patienceMs }: { readonly periodMs: number; readonly patienceMs: number },
): Promise<void> {
  const living = new Map<string, AbortController>();
  const work = new Set<Promise<void>>();
  let next = 0;
  const tell = (seen: Observation): void => {
    emit(seen);
    if (seen.kind === 'canary' && (seen.stage === 'ready' || seen.stage === 'ended')) living.get(seen.name)?.abort();
  };
  const live = async (name: string): Promise<void> => {
    const over = new AbortController();
    const end = (): void => over.abort();
    living.set(name, over);
    signal.addEventListener('abort', end, { once: true });
    const at = (stage: CanaryObservation['stage'], error?: string): void =>
      emit({ kind: 'canary', at: clock.now(), name, stage, ...(error === undefined ? {} : { error }) });
    at('asked');
    try {
      await pods.create(name, signal);
      await clock.sleep(patienceMs, over.signal);
    } catch (error) {
      at('ended', messageOf(error));
    }
    signal.removeEventListener('abort', end);
    // The run's namespace takes along what is left at the end.
    if (!signal.aborted) await remove(pods, name, clock.now() + removeTimeoutMs);
    living.delete(name);
  };
  async function remove(from: Canaries, name: string, untilAt: number): Promise<void> {
    while (!signal.aborted && clock.now() < untilAt) {
      try {
        await from.remove(name, signal);
        return;
      } catch {
        await clock.sleep(1000, signal); // An API outage: it is asked again.
      }
    }
  }
  const send = (): void => {
    if (signal.aborted || living.size >= most) return;
    const one = live(`canary-${next}`);
    next += 1;
    work.add(one);
    void one.then(() => work.delete(one));
  };
  const watching = pods.watch(tell, signal);
  // Not together with what is asked for in rounds from the beginning: on a small machine both at once are felt.
  await openLoop(clock, { startAt: clock.now(), periodMs, phaseMs: periodMs / 2 }, send, signal);
  await Promise.all([...work, watching]);
}
