import { expect } from 'chai';
import type { Measurement } from '../../src/core/indicator.ts';
import type { Objective } from '../../src/core/objective.ts';
import { indicators } from '../../src/indicators/index.ts';
import { matches, measureObjective } from '../../src/judge/measure-objective.ts';
import { objectiveOf } from '../support/run-builder.ts';
import { criticalTimeline, lb, streamOf } from '../support/timeline-builder.ts';

// api.availability counts /readyz, quorum reads and writes through the balancer.
const timeline = criticalTimeline({
  'lb write new': [[40_000, 50_000]],
  'lb write reused': [[40_000, 60_000]],
});
const value = (more: Partial<Objective>, sli = 'api.availability'): number | string => {
  const measured = measureObjective(objectiveOf(sli, 1, more), indicators.get(sli), timeline);
  return measured.status === 'unmeasured' ? measured.reason : measured.value;
};

describe('measureObjective', () => {
  it('leaves an objective without streams to its indicator', () => {
    expect(value({})).to.equal(1 - 300 / 6000);
  });

  it('looks at the named streams only, and lets the indicator pool them', () => {
    expect(value({ streams: ['lb write *'] })).to.equal(1 - 300 / 3000);
    expect(value({ streams: ['lb quorum-read *'] })).to.equal(1);
  });

  it('takes the worst, the median or the best of the streams, each alone', () => {
    const streams = ['lb *'];
    expect(value({ streams, aggregate: 'worst' })).to.equal(1 - 200 / 1500);
    expect(value({ streams, aggregate: 'median' })).to.equal(1);
    expect(value({ streams, aggregate: 'best' })).to.equal(1);
    expect(value({ streams: ['lb write *'], aggregate: 'best' })).to.equal(1 - 100 / 1500);
  });

  it('leaves out streams that the indicator does not look at, and says so where none is left', () => {
    const probed = { ...timeline, streams: [...timeline.streams, streamOf(lb, 'readyz', 'new')] };
    const latency = (streams: readonly string[]): Measurement =>
      measureObjective(
        objectiveOf('api.latency.p50', 1, { streams, aggregate: 'worst' }),
        indicators.get('api.latency.p50'),
        probed,
      );
    expect(latency(['lb *'])).to.include({ status: 'measured', value: 10 });
    expect(latency(['lb readyz *'])).to.deep.equal({
      status: 'unmeasured',
      reason: 'api.latency.p50 looks at none of the streams lb readyz *',
    });
  });

  it('takes the worst of durations, and says on which stream', () => {
    const measured = measureObjective(
      objectiveOf('api.recovery', 1, { streams: ['lb *'], aggregate: 'worst' }),
      indicators.get('api.recovery'),
      timeline,
    );
    expect(measured).to.include({ status: 'measured', value: 30_000 });
    expect(measured.status === 'unmeasured' ? '' : measured.evidence).to.match(
      /^worst of 4 streams, lb write reused: /,
    );
  });

  it('lets a stream that never recovered decide the worst, as a lower bound', () => {
    const open = criticalTimeline({ 'lb write new': [[175_000, 999_999]], 'lb write reused': [[40_000, 60_000]] });
    const measured = measureObjective(
      objectiveOf('api.flaps', 1, { streams: ['lb write *'], aggregate: 'worst' }),
      indicators.get('api.flaps'),
      open,
    );
    expect(measured.status).to.not.equal('unmeasured');
    const stuck = criticalTimeline({ 'lb write new': [[40_000, 999_999]], 'lb write reused': [[40_000, 60_000]] });
    const recovery = (aggregate: 'worst' | 'best'): unknown =>
      measureObjective(
        objectiveOf('api.recovery', 1, { streams: ['lb write *'], aggregate }),
        indicators.get('api.recovery'),
        stuck,
      );
    expect(recovery('worst')).to.include({ status: 'censored' });
    expect(recovery('best')).to.include({ status: 'measured', value: 30_000 });
  });

  it('has no value when no stream fits, or one of them was not measured', () => {
    expect(value({ streams: ['lb list *'] })).to.equal('no stream is called lb list *');
    const blind = { ...timeline, streams: [...timeline.streams, streamOf(lb, 'readyz', 'new')] };
    const measured = measureObjective(
      objectiveOf('api.availability', 1, { streams: ['lb *'], aggregate: 'worst' }),
      indicators.get('api.availability'),
      blind,
    );
    expect(measured.status).to.equal('unmeasured');
  });
});

describe('matches', () => {
  it('knows `*` and nothing else', () => {
    expect(matches('app@*', 'app@worker http-get new')).to.equal(true);
    expect(matches('lb write new', 'lb write new')).to.equal(true);
    expect(matches('lb write', 'lb write new')).to.equal(false);
    expect(matches('l.', 'lb')).to.equal(false);
  });
});
