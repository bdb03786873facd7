import { percentileOfSorted } from '../../base/percentile.ts';
import type { RequestSample } from '../../core/request-store.ts';
import type { Requests } from '../../core/requests.ts';

/** What the requests of one second came to. */
export interface Second {
  /** Its middle. */
  readonly at: number;
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
  /** Nothing was due in the second before: no line bridges a gap. */
  readonly first: boolean;
}

/** A value of requests by the second in which they were due, through all lists at once: a run of hours is never held whole. */
export function perSecond(lists: readonly Requests[], valueOf: (one: RequestSample) => number): readonly Second[] {
  const cursors = lists.map((requests) => ({ requests, next: 0, second: secondOf(requests.at(0)) }));
  const nearest = (): number => cursors.reduce((least, { second }) => Math.min(least, second), Infinity);
  const seconds: Second[] = [];
  for (let second = nearest(), before = -Infinity; second < Infinity; second = nearest()) {
    const values: number[] = [];
    for (const cursor of cursors) {
      let one = cursor.requests.at(cursor.next);
      for (; one !== undefined && secondOf(one) === second; one = cursor.requests.at(cursor.next)) {
        values.push(valueOf(one));
        cursor.next += 1;
      }
      cursor.second = secondOf(one);
    }
    const sorted = new Float64Array(values).sort();
    const [p50, p99, max] = [0.5, 0.99, 1].map((q) => percentileOfSorted(sorted, q)) as [number, number, number];
    seconds.push({ at: second * 1000 + 500, p50, p99, max, first: second !== before + 1 });
    before = second;
  }
  return seconds;
}

/** The second of the run in which a request was due; never, where there is none. */
function secondOf(request: RequestSample | undefined): number {
  return request === undefined ? Infinity : Math.floor(request.scheduledAt / 1000);
}
