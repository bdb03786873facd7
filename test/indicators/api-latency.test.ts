import { expect } from 'chai';
import type { RequestObservation } from '../../src/core/observation.ts';
import { apiLatencyP50, apiLatencyP99, apiLatencyP999 } from '../../src/indicators/api-latency.ts';
import { minSamples } from '../../src/indicators/latency.ts';
import { apiserver, lb, request, streamOf, timelineOf } from '../support/timeline-builder.ts';

const fresh = streamOf(lb, 'quorum-read', 'new');
const reused = streamOf(lb, 'quorum-read', 'reused');
type Of = (i: number) => Partial<RequestObservation> & { ms?: number };

const samples = (stream: typeof fresh, n: number, of: Of): readonly RequestObservation[] =>
  Array.from({ length: n }, (_, i) => {
    const at = 30_000 + i * 100;
    const { ms = 10, ...more } = of(i);
    return request(stream, at, { endedAt: at + ms, ...more });
  });
const p99 = (observations: readonly RequestObservation[], streams = [fresh]) =>
  apiLatencyP99.measure(timelineOf({ streams, observations }), ['fault']);

describe('minSamples', () => {
  it('is 368 for P99', () => {
    expect([minSamples(0.5), minSamples(0.99), minSamples(0.999)]).to.deep.equal([6, 368, 3688]);
  });
});

describe('api.latency', () => {
  it('is the nearest rank, from the scheduled instant', () => {
    // 1..500 ms: the 495th smallest is P99, the 250th P50.
    const observations = samples(fresh, 500, (i) => ({ ms: i + 1, sentAt: 30_000 + i * 100 + 1 }));
    expect(p99(observations)).to.include({ status: 'measured', value: 495, samples: 500 });
    expect(apiLatencyP50.measure(timelineOf({ streams: [fresh], observations }), ['fault'])).to.include({ value: 250 });
  });

  it('gives the interval by order statistics', () => {
    const measured = p99(samples(fresh, 500, (i) => ({ ms: i + 1 })));
    expect(measured).to.have.deep.property('bounds', [490, 500]);
  });

  it('charges a failure its timeout, or longer if it took longer, and is then a lower bound', () => {
    const failing =
      (ms: number): Of =>
      (i) =>
        i < 10 ? { good: false, error: 'refused', ms } : {};
    expect(p99(samples(fresh, 500, failing(1)))).to.include({ status: 'censored', value: 5000 });
    expect(p99(samples(fresh, 500, failing(6000)))).to.include({ status: 'censored', value: 6000 });
  });

  it('takes an answer that was only slow for as long as it took', () => {
    const observations = samples(fresh, 500, (i) => (i < 10 ? { good: false, error: 'slow', ms: 1500 } : {}));
    expect(p99(observations)).to.include({ status: 'measured', value: 1500 });
  });

  it('never mixes connection modes: the worse one counts', () => {
    // Mixed, 10 of 1000 would lie beyond P99.
    const observations = [
      ...samples(fresh, 500, () => ({})),
      ...samples(reused, 500, (i) => (i < 10 ? { ms: 900 } : {})),
    ];
    expect(p99(observations, [fresh, reused])).to.include({ value: 900, samples: 500 });
  });

  it('is of reads and writes through the load balancer alone', () => {
    const direct = streamOf(apiserver('cp-1'), 'quorum-read', 'new');
    const ready = streamOf(lb, 'readyz', 'new');
    const slow = [direct, ready].flatMap((stream) => samples(stream, 500, () => ({ ms: 900 })));
    expect(p99([...samples(fresh, 500, () => ({})), ...slow], [fresh, direct, ready])).to.include({
      value: 10,
      samples: 500,
    });
  });

  it('is unmeasured when n is too small for a bounded percentile', () => {
    expect(p99(samples(fresh, 367, () => ({}))))
      .to.have.property('reason')
      .that.contains('n too small: 367 requests');
    expect(p99(samples(fresh, 368, () => ({})))).to.include({ status: 'measured' });
    const timeline = timelineOf({ streams: [fresh], observations: samples(fresh, 600, () => ({})) });
    expect(apiLatencyP999.measure(timeline, ['fault']).status).to.equal('unmeasured');
  });
});
