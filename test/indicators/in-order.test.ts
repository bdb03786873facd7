import { expect } from 'chai';
import fc from 'fast-check';
import type { RequestObservation } from '../../src/core/observation.ts';
import { dueIn } from '../../src/indicators/in-order.ts';
import { requestsOf } from '../support/requests-of.ts';

function sample(scheduledAt: number, index: number): RequestObservation {
  const sentAt = scheduledAt + index / 100;
  return { kind: 'request', stream: 's', scheduledAt, sentAt, endedAt: sentAt, good: true, reusedConnection: false };
}

describe('dueIn', () => {
  it('takes each sample that is due in one of the phases, once and in order, however the phases lie', () => {
    const instants = fc.array(fc.nat(100), { maxLength: 60 });
    const phases = fc.array(fc.tuple(fc.nat(100), fc.nat(40)), { maxLength: 4 });
    fc.assert(
      fc.property(instants, phases, (at, spans) => {
        const samples = at.sort((a, b) => a - b).map(sample);
        const windows = spans.map(([startAt, ms]) => ({ startAt, endAt: startAt + ms }));
        const expected = samples.filter(({ scheduledAt }) =>
          windows.some(({ startAt, endAt }) => scheduledAt >= startAt && scheduledAt < endAt),
        );
        const due = [...dueIn(requestsOf(samples), windows)];
        expect(due.map(({ sentAt }) => sentAt)).to.deep.equal(expected.map(({ sentAt }) => sentAt));
      }),
      { numRuns: 300 },
    );
  });
});
