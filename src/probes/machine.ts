import { z } from 'zod';
import type { ProcessorTimes } from '../base/processor-times.ts';
import { define } from '../core/definition.ts';
import type { Probe, ProbeContext } from '../core/probe.ts';
import { period } from './timing.ts';

const params = z.strictObject({
  period: period().prefault('1s').describe('Time between two looks.'),
});

/** Looks at the processors of the machine that the harness runs on, which on kind is the cluster's as well. */
export const machine: Probe = {
  ...define(
    {
      name: 'machine',
      summary:
        'What the processors of the machine that the harness runs on were doing: idle, busy, or taken by its host.',
      notes: { simulated: 'A rehearsal has no machine: nothing is observed.' },
      params,
    },
    ({ period: periodMs }) => ({ streams: () => [], observe: (context) => observe(context, periodMs) }),
  ),
  alwaysOn: true,
};

async function observe({ clock, cluster, emit, signal }: ProbeContext, periodMs: number): Promise<void> {
  const { processors } = cluster;
  if (processors === undefined) return;
  let before = processors();
  while (!signal.aborted) {
    const from = clock.now();
    await clock.sleep(periodMs, signal);
    const now = processors();
    const shares = sharesOf(before, now);
    if (shares !== undefined) emit({ kind: 'machine', at: clock.now(), from, ...shares });
    before = now;
  }
}

/** Undefined when no time has passed. */
function sharesOf(before: ProcessorTimes, now: ProcessorTimes): { idle: number; stolen?: number } | undefined {
  const total = now.total - before.total;
  if (!(total > 0)) return undefined;
  const idle = Math.max(0, now.idle - before.idle) / total;
  if (now.stolen === undefined || before.stolen === undefined) return { idle };
  return { idle, stolen: Math.max(0, now.stolen - before.stolen) / total };
}
