import { expect } from 'chai';
import fc from 'fast-check';
import { apiAvailability } from '../../src/indicators/api-availability.ts';
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
const measure = (bad: readonly Bad[]) =>
  apiAvailability.measure(
    timelineOf({ streams: [stream], observations: requests(stream, 0, 180_000, bad) }),
    apiAvailability.phases,
  );

describe('api.availability', () => {
  it('is the share of good requests that were due in the phases', () => {
    // 1500 due from 30 s to 180 s; 15 bad, and 10 bad of the baseline that do not count.
    expect(
      measure([
        [20_000, 21_000],
        [40_000, 41_500],
      ]),
    ).to.include({ status: 'measured', value: 0.99, samples: 1500 });
  });

  it('gives the Wilson interval', () => {
    const measured = measure([[40_000, 41_500]]);
    const [low, high] = measured.status === 'unmeasured' ? [0, 0] : (measured.bounds ?? [0, 0]);
    expect(low).to.be.closeTo(0.98357, 1e-5);
    expect(high).to.be.closeTo(0.99393, 1e-5);
  });

  it('is over readiness, reads and writes through the load balancer, and names the worst', () => {
    const streams = [
      stream,
      streamOf(lb, 'write', 'reused'),
      streamOf(lb, 'readyz', 'new'),
      streamOf(lb, 'cached-read', 'new'),
      streamOf(apiserver('cp-1'), 'quorum-read', 'new'),
    ];
    const observations = streams.flatMap((one, i) =>
      requests(one, 0, 180_000, i === 0 ? [] : [[40_000, 40_000 + i * 3000]]),
    );
    const measured = apiAvailability.measure(timelineOf({ streams, observations }), ['fault', 'recovery']);
    expect(measured).to.include({ value: 0.98, samples: 4500 });
    expect(measured).to.have.property('evidence').that.contains('worst: lb readyz new with 96%');
  });

  it('needs no request in a phase that is shorter than a period', () => {
    const phases = [...usualPhases.slice(0, 2), { name: 'recovery' as const, startAt: 90_000, endAt: 90_000 }];
    const timeline = timelineOf({ phases, streams: [stream], observations: requests(stream, 0, 90_000) });
    expect(apiAvailability.measure(timeline, ['fault', 'recovery'])).to.include({ value: 1, samples: 600 });
    expect(apiAvailability.measure(timeline, ['recovery'])).to.include({ reason: 'no request was due' });
  });

  it('counts a request where it was due, not where it ended', () => {
    const measured = apiAvailability.measure(criticalTimeline([[89_900, 90_000, 'timeout']]), ['recovery']);
    expect(measured).to.include({ value: 1 });
  });

  it('never rises with one more bad request', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 0, max: 1799 }), { minLength: 1, maxLength: 40 }), (places) => {
        const bad = places.map((i): Bad => [i * 100, i * 100 + 100]);
        const fewer = measure(bad.slice(1));
        const more = measure(bad);
        if (fewer.status === 'unmeasured' || more.status === 'unmeasured') throw new Error('unmeasured');
        expect(more.value).to.be.at.most(fewer.value);
      }),
      { numRuns: 50 },
    );
  });

  it('is unmeasured when a stream is silent or a phase is not there', () => {
    const timeline = timelineOf({
      streams: [stream, streamOf(lb, 'write', 'new')],
      observations: requests(stream, 0, 180_000),
    });
    expect(apiAvailability.measure(timeline, ['fault'])).to.deep.equal({
      status: 'unmeasured',
      reason: 'no request was seen on lb write new',
    });
    expect(apiAvailability.measure(timelineOf({ streams: [stream], phases: [] }), ['fault']).status).to.equal(
      'unmeasured',
    );
  });
});
