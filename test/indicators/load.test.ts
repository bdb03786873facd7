import { expect } from 'chai';
import type { LoadObservation, Observation } from '../../src/core/observation.ts';
import { loadAvailability, loadLatencyP99 } from '../../src/indicators/load.ts';
import { loadCheck } from '../../src/judge/load-check.ts';
import { timelineOf } from '../support/timeline-builder.ts';

const load = (count: number, bad: number): readonly LoadObservation[] =>
  Array.from({ length: count }, (_, i) => ({
    kind: 'load',
    at: 31_000 + i,
    ...(i < bad ? { ms: 5000, good: false } : { ms: 10, good: true }),
  }));
const measured = (observations: readonly Observation[]): readonly unknown[] =>
  [loadAvailability, loadLatencyP99].map((one) => one.measure(timelineOf({ observations }), ['fault']));

describe('load.availability and load.latency.p99', () => {
  it('are over the requests of the phases, failures charged', () => {
    const early: LoadObservation = { kind: 'load', at: 1000, ms: 9000, good: false };
    const [share, p99] = measured([...load(400, 2), early]);
    expect(share).to.include({ value: 0.995, samples: 400 });
    expect(p99).to.include({ status: 'measured', value: 10 });
    expect(measured(load(400, 8))[1]).to.include({ status: 'censored', value: 5000 });
  });

  it('are nothing without load, with the reason, and of too few', () => {
    expect(measured([])[0]).to.include({ reason: 'no load was sent by k6' });
    const blind: Observation = { kind: 'watch', at: 0, resource: 'k6', state: 'blind', detail: 'there is no k6' };
    expect(measured([blind])[0]).to.include({ reason: 'there is no k6' });
    expect(measured(load(367, 0))[1]).to.include({ status: 'unmeasured' });
  });
});

describe('loadCheck', () => {
  const check = (observations: readonly Observation[]): unknown => loadCheck(timelineOf({ observations }))[0];

  it('fails on one dropped iteration, and says nothing where no load was sent', () => {
    expect(check([...load(9, 0), { kind: 'load-dropped', at: 40_000, count: 1 }])).to.include({ status: 'failed' });
    expect(check(load(9, 0))).to.include({ status: 'ok' });
    expect(check([])).to.equal(undefined);
  });
});
