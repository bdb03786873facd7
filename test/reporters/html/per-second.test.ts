import { expect } from 'chai';
import { logOf } from '../../../src/core/observation-log.ts';
import type { Requests } from '../../../src/core/requests.ts';
import { perSecond } from '../../../src/reporters/html/per-second.ts';
import { lb, request, streamOf } from '../../support/timeline-builder.ts';

const stream = streamOf(lb, 'readyz', 'new');
const dueAt = (...instants: readonly number[]): Requests =>
  logOf(instants.map((at) => request(stream, at))).requests(stream.id);

describe('perSecond', () => {
  it('sums the requests of all lists up, second by second', () => {
    const lists = [dueAt(0, 900, 2100), dueAt(100, 2999)];
    expect(perSecond(lists, ({ scheduledAt }) => scheduledAt)).to.deep.equal([
      { at: 500, p50: 100, p99: 900, max: 900, first: true },
      { at: 2500, p50: 2100, p99: 2999, max: 2999, first: true },
    ]);
    expect(perSecond([], () => 0)).to.deep.equal([]);
  });

  it('goes on from one second to the next, and not over a gap', () => {
    const seconds = perSecond([dueAt(0, 1000, 3000)], () => 0);
    expect(seconds.map(({ first }) => first)).to.deep.equal([true, false, true]);
  });
});
