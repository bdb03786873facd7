import { expect } from 'chai';
import fc from 'fast-check';
import type { RequestObservation } from '../../src/core/observation.ts';
import type { StreamSpec } from '../../src/core/stream.ts';
import type { Timeline } from '../../src/core/timeline.ts';
import { apiLatencyRecovery } from '../../src/indicators/api-latency-recovery.ts';
import { excessesOf, windowMs } from '../../src/indicators/latency-excess.ts';
import { percentile } from '../../src/base/percentile.ts';
import { requestsOf } from '../support/requests-of.ts';
import { criticalStreams, lb, request, requests, streamOf, timelineOf } from '../support/timeline-builder.ts';

/** `[from, to)` in which answers take so long, in ms; 10 ms elsewhere. */
type Slow = readonly [from: number, to: number, ms: number];

function timeline(slow: readonly Slow[], more: Partial<Timeline> = {}): Timeline {
  const streams = criticalStreams();
  const of = (stream: StreamSpec): readonly RequestObservation[] =>
    requests(stream, 0, 180_000).map((one) => {
      const found = slow.find(([from, to]) => one.scheduledAt >= from && one.scheduledAt < to);
      const isIt = found !== undefined && stream.id === 'lb write new';
      return isIt ? { ...one, endedAt: one.scheduledAt + found[2] } : one;
    });
  return timelineOf({ streams, observations: streams.flatMap(of), ...more });
}
const measure = (slow: readonly Slow[], more?: Partial<Timeline>) =>
  apiLatencyRecovery.measure(timeline(slow, more), ['fault', 'recovery']);

describe('api.latencyRecovery', () => {
  it('is the time from the fault to the first 10 s that are as fast as before, and stay so', () => {
    const measured = measure([[32_000, 52_000, 80]]);
    // One slow request of a hundred is no P99: the last window that is too slow begins one request before the last but one.
    expect(measured).to.include({ status: 'measured', value: 21_900 });
    expect(measured)
      .to.have.property('evidence')
      .that.contains('lb write new: fault at 30s, slower than 30ms from 32s');
  });

  it('is 0 where nothing was slower than 1.5 times, or 20 ms above, the usual', () => {
    expect(measure([[32_000, 52_000, 30]])).to.include({ status: 'measured', value: 0 });
    expect(measure([[32_000, 52_000, 31]])).to.include({ value: 21_900 });
    const usuallySlow: readonly Slow[] = [
      [0, 32_000, 100],
      [32_000, 52_000, 150],
      [52_000, 180_000, 100],
    ];
    expect(measure(usuallySlow)).to.include({ value: 0 });
  });

  it('takes excesses less than 30 s apart for one, and measures a late one from itself', () => {
    expect(
      measure([
        [32_000, 34_000, 80],
        [60_000, 62_000, 80],
      ]),
    ).to.include({ value: 31_900 });
    expect(measure([[75_000, 78_000, 80]])).to.include({ value: 2900 });
  });

  it('is a lower bound when it did not end, or less than 30 s of whole windows were seen after it', () => {
    expect(measure([[32_000, 180_000, 80]]).status).to.equal('censored');
    expect(measure([[80_000, 141_000, 80]]).status).to.equal('censored');
    expect(measure([[80_000, 139_000, 80]])).to.include({ status: 'measured', value: 58_900 });
  });

  it('charges failures their timeout', () => {
    const streams = criticalStreams();
    const observations = streams.flatMap((one) => requests(one, 0, 180_000, [[32_000, 42_000]]));
    const found = apiLatencyRecovery.measure(timelineOf({ streams, observations }), ['fault', 'recovery']);
    expect(found).to.include({ status: 'measured', value: 11_900 });
  });

  it('is unmeasured without a baseline to compare with, and without a fault', () => {
    const phases = [{ name: 'fault' as const, startAt: 30_000, endAt: 90_000 }];
    expect(apiLatencyRecovery.measure(timeline([], { phases }), ['fault']))
      .to.have.property('reason')
      .that.contains('too short');
    expect(measure([], { faults: [] })).to.include({ reason: 'no fault was injected' });
  });
});

describe('excessesOf', () => {
  it('finds the windows that brute force finds', () => {
    const spec = streamOf(lb, 'write', 'new', { periodMs: 1000 });
    fc.assert(
      fc.property(fc.array(fc.boolean(), { minLength: 15, maxLength: 120 }), (slow) => {
        const samples = slow.map((is, i) => request(spec, i * 1000, { endedAt: i * 1000 + (is ? 90 : 10) }));
        const asked = requestsOf(samples);
        const stream = { spec, samples: asked, misasked: requestsOf([]), asked };
        const untilAt = slow.length * 1000;
        const bad = samples.filter(({ scheduledAt: at }) => {
          const inside = samples.filter((one) => one.scheduledAt >= at && one.scheduledAt < at + windowMs);
          return (
            at + windowMs <= untilAt &&
            percentile(
              inside.map((one) => one.endedAt - one.scheduledAt),
              0.99,
            ) > 50
          );
        });
        const found = excessesOf(stream, { limitMs: 50, fromAt: 0, untilAt, calmMs: 0 });
        const inExcess = bad.filter(({ scheduledAt: at }) =>
          found.some(({ startAt, endAt }) => at + windowMs > startAt && at < endAt),
        );
        expect(inExcess).to.have.length(bad.length);
        expect(found.length === 0).to.equal(bad.length === 0);
        const last = bad.at(-1);
        if (last !== undefined) expect(found.at(-1)?.endAt).to.equal(last.scheduledAt + 1000);
      }),
      { numRuns: 300 },
    );
  });
});
