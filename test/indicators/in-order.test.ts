import { expect } from 'chai';
import fc from 'fast-check';
import type { RequestObservation } from '../../src/core/observation.ts';
import { dueIn } from '../../src/indicators/in-order.ts';

function sample(scheduledAt: number): RequestObservation {
  const sentAt = scheduledAt;
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
        expect(dueIn(samples, windows)).to.deep.equal(expected);
      }),
      { numRuns: 300 },
    );
  });
});
