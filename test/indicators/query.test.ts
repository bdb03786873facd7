import { expect } from 'chai';
import type { QueryObservation } from '../../src/core/observation.ts';
import type { QueryTake } from '../../src/core/query.ts';
import { queryIndicators } from '../../src/indicators/query.ts';
import { timelineOf } from '../support/timeline-builder.ts';

function measured(take: QueryTake, more: Partial<QueryObservation> = {}): unknown {
  const answer: QueryObservation = {
    kind: 'query',
    at: 180_000,
    name: 'query.wait',
    unit: 's',
    better: 'lower',
    query: 'up',
    take,
    stepMs: 5000,
    points: [
      [10_000, 9],
      [40_000, 1],
      [50_000, 3],
      [60_000, 2],
    ],
    ...more,
  };
  const timeline = timelineOf({ observations: [answer] });
  const [indicator] = queryIndicators(timeline);
  return indicator?.measure(timeline, ['fault']);
}

describe('queryIndicators', () => {
  it('take the largest, smallest, last or mean value of the phases, in the base unit', () => {
    const values = (['max', 'min', 'last', 'mean'] as const).map((take) => (measured(take) as { value: number }).value);
    expect(values).to.deep.equal([3000, 1000, 2000, 2000]);
    expect(measured('max')).to.include({ status: 'measured', samples: 3 });
  });

  it('are unmeasured where there is no value, or no answer', () => {
    expect(measured('max', { points: [] })).to.include({ status: 'unmeasured' });
    expect(measured('max', { points: [], error: 'no answer' })).to.deep.equal({
      status: 'unmeasured',
      reason: 'no answer',
    });
  });
});
