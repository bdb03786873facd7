import { z } from 'zod';
import { define } from '../core/definition.ts';
import { rate } from '../core/params.ts';
import type { Probe } from '../core/probe.ts';
import { streamId } from '../core/stream.ts';
import { staggered } from './stagger.ts';
import { goodBeforeTimeout, patience } from './timing.ts';

const highestRatePerSecond = 1000;
const params = z
  .strictObject({
    rate: rate()
      .refine((perSecond) => perSecond > 0 && perSecond <= highestRatePerSecond, {
        error: `must be above 0/s and at most ${highestRatePerSecond}/s`,
      })
      .prefault('50/s')
      .describe('Requests in all, shared evenly by the ways into the workload.'),
    ...patience,
    connection: z.enum(['new', 'reused']).default('new').describe('A connection for each request, or kept-alive ones.'),
  })
  .superRefine(goodBeforeTimeout);

/** Asks the workload under test, as its users do. */
export const traffic: Probe = {
  ...define(
    {
      name: 'traffic',
      summary: 'HTTP requests to the workload through each node that it can be entered by, open loop.',
      notes: { streams: 'One for each way in; together they make up the rate.' },
      params,
    },
    ({ connection, goodWithin, rate: ratePerSecond, timeout }) => ({
      streams: (targets) => {
        const ways = targets.filter(({ role }) => role === 'app');
        const periodMs = (ways.length * 1000) / ratePerSecond;
        const ofWay = (target: (typeof ways)[number]) =>
          ({
            id: streamId(target, 'http-get', connection),
            target,
            operation: 'http-get',
            connection,
            periodMs,
            timeoutMs: timeout,
            goodWithinMs: goodWithin,
          }) as const;
        return staggered(ways.map(ofWay));
      },
      observe: async () => {},
    }),
  ),
  alwaysOn: false,
};
