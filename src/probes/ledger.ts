import { z } from 'zod';
import { type Clock, limitOn } from '../base/clock.ts';
import { openLoop } from '../base/open-loop.ts';
import { define } from '../core/definition.ts';
import { messageOf } from '../core/errors.ts';
import type { Ledger, LedgerPage } from '../core/ledger.ts';
import type { Probe, ProbeContext } from '../core/probe.ts';
import { period, positiveDuration } from './timing.ts';

const params = z.strictObject({
  period: period().prefault('500ms').describe('Time between two entries.'),
  readWithin: positiveDuration().prefault('30s').describe('How long apiservers are asked again at the end.'),
});

const againAfterMs = 1000;

/** Writes entries through the whole run, and looks at the end whether those that were acknowledged are still there. */
export const ledger: Probe = {
  ...define(
    {
      name: 'ledger',
      summary:
        'Writes an object at a time through the whole run, and reads all of them back at the end from every apiserver.',
      notes: {
        needs: 'A namespace of the run’s own; where nothing may be written the ledger is unmeasured.',
        order: 'An entry that was acknowledged before another was sent must have an older version than that one.',
      },
      params,
    },
    ({ period: periodMs, readWithin }) => ({
      streams: () => [],
      observe: async (context) => {
        const { ledger: book } = context.cluster;
        if (book === undefined) return;
        await write(context, book, periodMs);
        await readBack(context, book, readWithin);
      },
    }),
  ),
  alwaysOn: true,
};

async function write({ clock, emit, signal }: ProbeContext, book: Ledger, periodMs: number): Promise<void> {
  const underWay = new Set<Promise<void>>();
  // What is under way when the run ends is let come to its end: an answer that is not heard would be a doubt.
  const never = new AbortController().signal;
  let next = 0;
  const send = (): void => {
    if (signal.aborted) return;
    const entry = next;
    next += 1;
    const sentAt = clock.now();
    const head = { kind: 'ledger-write', entry, sentAt } as const;
    const writing = book.append(entry, never).then(
      ({ revision }) => emit({ ...head, at: clock.now(), revision }),
      (error: unknown) => emit({ ...head, at: clock.now(), error: messageOf(error) }),
    );
    underWay.add(writing);
    void writing.then(() => underWay.delete(writing));
  };
  await openLoop(clock, { startAt: clock.now(), periodMs, phaseMs: 0 }, send, signal);
  await Promise.all(underWay);
}

/** Asks until every apiserver has answered once, or the time is over; the last answer of each counts. */
async function readBack({ clock, emit }: ProbeContext, book: Ledger, withinMs: number): Promise<void> {
  const limit = limitOn(clock, withinMs);
  const pages = new Map<string, LedgerPage>();
  while (!limit.signal.aborted) {
    for (const page of await readOnce(book, clock, limit.signal)) {
      const known = pages.get(page.instance);
      if (known === undefined || 'error' in known) pages.set(page.instance, page);
    }
    if (pages.size > 0 && [...pages.values()].every((page) => 'entries' in page)) break;
    await clock.sleep(againAfterMs, limit.signal);
  }
  limit.dispose();
  for (const page of pages.values()) emit({ kind: 'ledger-read', at: clock.now(), ...page });
}

/** Never longer than the signal allows, whatever the backend does with it. */
async function readOnce(book: Ledger, clock: Clock, signal: AbortSignal): Promise<readonly LedgerPage[]> {
  const over = new Promise<readonly LedgerPage[]>((resolve) => {
    signal.addEventListener('abort', () => resolve([]), { once: true });
  });
  try {
    return await Promise.race([book.readBack(signal), over]);
  } catch (error) {
    await clock.sleep(againAfterMs, signal);
    return [{ instance: '*', error: messageOf(error) }];
  }
}
