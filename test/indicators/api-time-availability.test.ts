import { expect } from 'chai';
import { apiSliceAvailability } from '../../src/indicators/api-slice-availability.ts';
import { apiTimeAvailability } from '../../src/indicators/api-time-availability.ts';
import { type Bad, criticalTimeline, lb, requests, streamOf, timelineOf } from '../support/timeline-builder.ts';

const both = ['fault', 'recovery'] as const;

describe('api.timeAvailability', () => {
  it('is the time without outages, of the worst stream; blips are none', () => {
    const timeline = criticalTimeline({
      'lb write new': [
        [40_000, 52_000],
        [60_000, 60_100],
      ],
      'lb write reused': [
        [40_000, 43_000],
        [100_000, 103_000],
      ],
    });
    const measured = apiTimeAvailability.measure(timeline, both);
    expect(measured).to.deep.include({
      status: 'measured',
      value: 0.92,
      bounds: [1 - 12.1 / 150, 1 - 11.9 / 150],
      evidence: 'lb write new: 1 outage of 12s in all, of 2m30s (92%)',
    });
  });

  it('counts what of an outage lies in the phases', () => {
    const timeline = criticalTimeline([[20_000, 36_000]]);
    expect(apiTimeAvailability.measure(timeline, ['fault'])).to.include({ value: 0.9 });
    expect(apiTimeAvailability.measure(timeline, ['recovery'])).to.include({ value: 1 });
  });

  it('takes an outage that did not end to last to the end', () => {
    expect(apiTimeAvailability.measure(criticalTimeline([[135_000, 180_000]]), ['recovery'])).to.include({
      value: 0.5,
    });
  });

  it('is unmeasured when a stream was silent, or the harness may have asked wrongly', () => {
    const streams = [streamOf(lb, 'write', 'new'), streamOf(lb, 'readyz', 'new')];
    const silent = timelineOf({ streams, observations: streams.slice(1).flatMap((one) => requests(one, 0, 180_000)) });
    for (const indicator of [apiTimeAvailability, apiSliceAvailability]) {
      expect(indicator.measure(silent, both)).to.include({ reason: 'no request was seen on lb write new' });
      const denied = criticalTimeline([[10_000, 180_000, 'denied']]);
      expect(indicator.measure(denied, both)).to.have.property('reason').that.contains('may have asked wrongly');
    }
  });
});

describe('api.sliceAvailability', () => {
  const stream = streamOf(lb, 'quorum-read', 'new', { periodMs: 50 });
  const measure = (bad: readonly Bad[]) =>
    apiSliceAvailability.measure(
      timelineOf({ streams: [stream], observations: requests(stream, 0, 180_000, bad) }),
      both,
    );

  it('is the share of seconds in which at least 95 % of the requests were good', () => {
    // Of 20 requests of each second: one bad in the first, two in the second, all in fifteen.
    const bad: readonly Bad[] = [
      [40_000, 40_050],
      [41_000, 41_100],
      [50_000, 65_000],
    ];
    expect(measure(bad)).to.include({ status: 'measured', value: 134 / 150, samples: 150 });
  });

  it('takes the requests of all streams of a second together', () => {
    const timeline = criticalTimeline({ 'lb write new': [[40_000, 40_200]], 'lb quorum-read new': [[41_000, 41_300]] });
    // 40 requests a second: two bad are 5 %, three are more.
    expect(apiSliceAvailability.measure(timeline, both)).to.include({ value: 149 / 150 });
  });
});
