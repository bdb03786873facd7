import { expect } from 'chai';
import { HistogramLogReader } from 'hdr-histogram-js';
import type { RequestObservation } from '../../src/core/observation.ts';
import { latencyHlog } from '../../src/reporters/latency-hlog.ts';
import { emptyRun, sampleRun } from '../support/sample-report.ts';

const { report, timeline } = sampleRun();

function logOf(observations: readonly RequestObservation[]): HistogramLogReader {
  return new HistogramLogReader(latencyHlog.render(report, { ...timeline, observations }));
}

const request: RequestObservation = {
  kind: 'request',
  stream: 'lb readyz new',
  scheduledAt: 20_000,
  sentAt: 20_001,
  endedAt: 20_012,
  good: true,
  reusedConnection: false,
};

describe('latencyHlog', () => {
  it('records latency in µs from the instant at which the request was due', () => {
    const histogram = logOf([request]).nextIntervalHistogram()!;
    expect(histogram.tag).to.equal('lb/readyz/new');
    expect(histogram.totalCount).to.equal(1);
    expect(histogram.getValueAtPercentile(100)).to.be.closeTo(12_000, 12);
  });

  it('charges a failure its timeout, or what it took when that was longer', () => {
    const bad = { ...request, good: false, error: 'refused' } as const;
    expect(logOf([bad]).nextIntervalHistogram()!.getValueAtPercentile(100)).to.be.closeTo(5_000_000, 5000);
    expect(
      logOf([{ ...bad, endedAt: 27_000 }])
        .nextIntervalHistogram()!
        .getValueAtPercentile(100),
    ).to.be.closeTo(7_000_000, 7000);
  });

  it('charges a slow answer what it took', () => {
    const slow = { ...request, endedAt: 21_500, good: false, error: 'slow' } as const;
    expect(logOf([slow]).nextIntervalHistogram()!.getValueAtPercentile(100)).to.be.closeTo(1_500_000, 1500);
  });

  it('has an interval for every ten seconds of a stream', () => {
    const reader = logOf([request, { ...request, scheduledAt: 31_000, sentAt: 31_000, endedAt: 31_005 }]);
    expect(reader.nextIntervalHistogram()!.totalCount).to.equal(1);
    expect(reader.nextIntervalHistogram()!.totalCount).to.equal(1);
    expect(reader.nextIntervalHistogram()).to.equal(null);
  });

  it('holds every request of a run once, whatever its stream', () => {
    const reader = new HistogramLogReader(latencyHlog.render(report, timeline));
    const counts = new Map<string, number>();
    for (let next = reader.nextIntervalHistogram(); next !== null; next = reader.nextIntervalHistogram()) {
      counts.set(next.tag, (counts.get(next.tag) ?? 0) + next.totalCount);
    }
    const sent = timeline.streams.map(({ id }) => [
      id.replaceAll(' ', '/'),
      [...timeline.observations].filter((one) => one.kind === 'request' && one.stream === id).length,
    ]);
    expect([...counts].sort()).to.deep.equal(sent.filter(([, count]) => count !== 0).sort());
  });

  it('does not depend on the time zone', () => {
    const empty = emptyRun();
    expect(latencyHlog.render(empty.report, empty.timeline)).to.include(
      '(seconds since epoch), 2026-11-21T12:52:07.000Z]',
    );
  });
});
