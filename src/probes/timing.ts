import type { z } from 'zod';
import { duration, type QuantityParam } from '../core/params.ts';

/** Shortest period of a stream: below it the prober's own work would be what is measured. */
const shortestPeriodMs = 10;

/** A period of requests, at least 10 ms. */
export function period(): QuantityParam {
  return duration().refine((ms) => ms >= shortestPeriodMs, { error: `must be at least ${shortestPeriodMs}ms` });
}

/** A duration above zero. */
export function positiveDuration(): QuantityParam {
  return duration().refine((ms) => ms > 0, { error: 'must be above 0' });
}

/** `timeout` and `goodWithin` of a stream, with their defaults. */
export const patience = {
  timeout: positiveDuration().prefault('5s').describe('When a request is given up, from the instant it was due.'),
  goodWithin: positiveDuration().prefault('1s').describe('Slower than this, from the instant it was due, is not good.'),
};

/** For `superRefine`: a good answer must be able to arrive before the request is given up. */
export function goodBeforeTimeout(
  { goodWithin, timeout }: { readonly goodWithin: number; readonly timeout: number },
  context: z.RefinementCtx,
): void {
  if (goodWithin <= timeout) return;
  context.addIssue({
    code: 'custom',
    path: ['goodWithin'],
    message: `must not be above timeout (${timeout} ms): nothing so slow would ever be seen to end`,
  });
}
