import { z } from 'zod';
import { openLoop } from '../base/open-loop.ts';
import { define } from '../core/definition.ts';
import { messageOf } from '../core/errors.ts';
import { etcdScrapes, type Observation } from '../core/observation.ts';
import type { Probe, ProbeContext } from '../core/probe.ts';
import { period, positiveDuration } from './timing.ts';

const params = z.strictObject({
  period: period().prefault('1s').describe('Time between two scrapes.'),
  timeout: positiveDuration().prefault('5s').describe('When a scrape of all members is given up.'),
});

/** Scrapes every etcd member's health. */
export const etcd: Probe = {
  ...define(
    {
      name: 'etcd',
      summary: 'Scrapes each etcd member: whether it answers, knows a leader, is the leader.',
      notes: {
        gaps: 'A scrape that could not be made at all is noted as a blind watch named etcd, never as a healthy one.',
      },
      params,
    },
    ({ period: periodMs, timeout }) => ({
      streams: () => [],
      observe: (context) => observe(context, periodMs, timeout),
    }),
  ),
  alwaysOn: true,
};

async function observe(context: ProbeContext, periodMs: number, timeoutMs: number): Promise<void> {
  const { clock, emit, signal } = context;
  const underWay = new Set<Promise<void>>();
  let seeing = true;
  const note = (state: 'seeing' | 'blind', detail: string): void => {
    if ((state === 'seeing') === seeing) return;
    seeing = state === 'seeing';
    emit({ kind: 'watch', at: clock.now(), resource: etcdScrapes, state, detail });
  };
  const send = (): void => {
    // The loop still sends what fell due before it woke up to the abort.
    if (signal.aborted) return;
    const scraped = scrape(context, timeoutMs).then(
      (observations) => {
        if (signal.aborted) return;
        note('seeing', 'scraped again');
        observations.forEach(emit);
      },
      (error: unknown) => {
        if (!signal.aborted) note('blind', messageOf(error));
      },
    );
    underWay.add(scraped);
    void scraped.then(() => underWay.delete(scraped));
  };
  // Open loop: a scrape that hangs on a dead member must not hide what the others say of the seconds after it.
  await openLoop(clock, { startAt: clock.now(), periodMs, phaseMs: 0 }, send, signal);
  await Promise.all(underWay);
}

/** One scrape; rejects after the timeout or with the signal, whatever the backend does with its own. */
async function scrape({ clock, cluster, signal }: ProbeContext, timeoutMs: number): Promise<readonly Observation[]> {
  const over = new AbortController();
  // With a reason: the default one records where it was made, each time.
  const end = (): void => over.abort('the scrape is over');
  signal.addEventListener('abort', end, { once: true });
  try {
    const answer = await Promise.race([cluster.etcd(over.signal), clock.sleep(timeoutMs, over.signal)]);
    if (answer === undefined) throw new Error(`no scrape ended within ${timeoutMs} ms`);
    return answer;
  } finally {
    signal.removeEventListener('abort', end);
    end();
  }
}
