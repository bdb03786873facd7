import { expect } from 'chai';
import type { Measurement } from '../../src/core/indicator.ts';
import { indicators } from '../../src/indicators/index.ts';
import { findOutages } from '../../src/indicators/outages.ts';
import { doubtIn, streamsOf } from '../../src/indicators/streams.ts';
import {
  apiserver,
  type Bad,
  criticalTimeline,
  lb,
  requests,
  streamOf,
  timelineOf,
  usualPhases,
} from '../support/timeline-builder.ts';

const stream = streamOf(lb, 'quorum-read', 'new');
const sifted = (bad: readonly Bad[], phases = usualPhases) =>
  streamsOf(timelineOf({ phases, streams: [stream], observations: requests(stream, 0, 180_000, bad) }))[0]!;
const measure = (name: string, bad: readonly Bad[], during?: 'fault' | 'recovery'): Measurement => {
  const indicator = indicators.get(name);
  return indicator.measure(criticalTimeline(bad), during === undefined ? indicator.phases : [during]);
};
/** Both kinds of badness in the same place measure the same. */
const isAsBad = (name: string, from: number, to: number): void => {
  const denied = measure(name, [[from, to, 'denied']]);
  expect(denied.status, name).to.equal('measured');
  expect({ ...denied, evidence: '' }, name).to.deep.equal({ ...measure(name, [[from, to, 'reset']]), evidence: '' });
};

describe('a denied request', () => {
  it('is a bad sample like any other when the baseline was answered well', () => {
    const { samples, misasked, asked } = sifted([[40_000, 52_000, 'denied']]);
    expect([samples.length, misasked.length, asked.length]).to.deep.equal([1800, 0, 1800]);
    const [outage] = findOutages(criticalTimeline([[40_000, 52_000, 'denied']]));
    expect(outage).to.include({ startAt: 40_000, endAt: 52_000, open: false, samples: 120 });
    for (const name of ['api.availability', 'api.recovery', 'api.flaps', 'api.latency.p50'])
      isAsBad(name, 40_000, 52_000);
  });

  it('is charged its timeout', () => {
    expect(measure('api.latency.p99', [[40_000, 52_000, 'denied']])).to.include({ status: 'censored', value: 5000 });
  });

  it('tells nothing of the cluster when the baseline had one, or no good answer', () => {
    expect(
      sifted([
        [10_000, 10_100, 'denied'],
        [40_000, 41_000, 'denied'],
      ]).misasked,
    ).to.have.length(11);
    expect(
      sifted([
        [0, 30_000, 'refused'],
        [40_000, 41_000, 'denied'],
      ]).misasked,
    ).to.have.length(10);
    expect(
      sifted([
        [0, 29_900, 'refused'],
        [40_000, 41_000, 'denied'],
      ]).misasked,
    ).to.have.length(0);
  });

  it('tells nothing of the cluster when nothing else comes any more until the end of the run', () => {
    const { samples, misasked } = sifted([[40_000, 180_000, 'denied']]);
    expect(samples.at(-1)?.scheduledAt).to.equal(39_900);
    expect(misasked.at(0)?.scheduledAt).to.equal(40_000);
    expect(sifted([[40_000, 179_900, 'denied']]).misasked).to.have.length(0);
    expect(
      sifted([
        [40_000, 179_900, 'denied'],
        [179_900, 180_000, 'refused'],
      ]).misasked,
    ).to.have.length(0);
  });

  it('is held against the cluster where the timeline has no baseline, as a guard sees it', () => {
    expect(sifted([[40_000, 180_000, 'denied']], usualPhases.slice(1)).misasked).to.have.length(0);
  });

  it('leaves shares, percentiles and detection unmeasured in the phases in which it may have been asked wrongly', () => {
    const tail: Bad = [100_000, 180_000, 'denied'];
    for (const name of ['api.availability', 'api.latency.p99', 'api.latency.p50']) {
      expect(measure(name, [tail]), name)
        .to.have.property('reason')
        .that.contains('the harness may have asked wrongly');
      expect(measure(name, [tail], 'fault').status, name).to.equal('measured');
    }
    const early: Bad = [40_000, 180_000, 'denied'];
    expect(measure('api.detection', [early]))
      .to.have.property('reason')
      .that.contains('asked wrongly');
  });

  it('makes recovery and flaps lower bounds, which can prove a miss and nothing else', () => {
    const tail: Bad = [100_000, 180_000, 'denied'];
    expect(measure('api.recovery', [tail])).to.include({ status: 'censored', value: 0 });
    expect(measure('api.recovery', [[31_000, 40_000], tail])).to.include({ status: 'censored', value: 10_000 });
    expect(measure('api.flaps', [[31_000, 40_000], tail])).to.include({ status: 'censored', value: 0 });
    expect(measure('api.recoveryAfterHeal', [[31_000, 99_000], tail])).to.include({ status: 'censored', value: 9000 });
    expect(measure('api.recoveryAfterHeal', [tail])).to.include({ status: 'censored', value: 0 });
    // A phase that it does not reach is told as it was.
    expect(measure('api.recovery', [tail], 'fault')).to.include({ status: 'measured', value: 0 });
  });

  it('names the streams in doubt', () => {
    const direct = streamOf(apiserver('cp-1'), 'readyz', 'new');
    const timeline = timelineOf({
      streams: [stream, direct],
      observations: [...requests(stream, 0, 180_000), ...requests(direct, 0, 180_000, [[100_000, 180_000, 'denied']])],
    });
    expect(doubtIn(streamsOf(timeline), usualPhases)).to.match(/denied on cp-1 readyz new$/);
    expect(doubtIn(streamsOf(timeline), usualPhases.slice(0, 2))).to.equal(undefined);
  });
});
