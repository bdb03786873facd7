import { z } from 'zod';
import type { Clock } from '../../../base/clock.ts';
import type { AgentSample } from '../../../core/agents.ts';

/** What is known of one agent's memory and clock. */
export interface Reading {
  /** The last sample that was fetched. */
  last: number;
  heardAt: number;
  /** How far its clock is ahead of the run's, by the shortest exchange so far. */
  aheadMs: number;
  exchangeMs: number;
}

/** Nothing is known yet. */
export function unread(): Reading {
  return { last: 0, heardAt: -Infinity, aheadMs: 0, exchangeMs: Infinity };
}

const pageSchema = z.object({
  now: z.number(),
  samples: z.array(
    z.object({
      seq: z.number(),
      at: z.number(),
      target: z.enum(['peer', 'api', 'dns']),
      to: z.string().optional(),
      ms: z.number(),
      error: z.string().optional(),
    }),
  ),
});

/** A sample without its places, which only the harness knows. */
export type RawSample = Omit<AgentSample, 'from' | 'fromZone' | 'toZone'>;

/** Fetches what an agent saw since it was read last, by the run's clock. Rejects when it does not answer as an agent does. */
export async function readAgent(
  reading: Reading,
  clock: Clock,
  ask: (after: number) => Promise<unknown>,
): Promise<readonly RawSample[]> {
  const askedAt = clock.now();
  const page = pageSchema.parse(await ask(reading.last));
  const answeredAt = clock.now();
  if (answeredAt - askedAt < reading.exchangeMs) {
    reading.exchangeMs = answeredAt - askedAt;
    reading.aheadMs = page.now - clock.startedAtUnixMs - (askedAt + answeredAt) / 2;
  }
  reading.heardAt = answeredAt;
  reading.last = page.samples.at(-1)?.seq ?? reading.last;
  return page.samples.map(({ at, target, to, ms, error }) => ({
    at: at - clock.startedAtUnixMs - reading.aheadMs,
    target,
    to,
    ms,
    good: error === undefined,
    ...(error === undefined ? {} : { error }),
  }));
}
