import { expect } from 'chai';
import type { Observation } from '../../src/core/observation.ts';
import { podsDeficit } from '../../src/indicators/pods-deficit.ts';
import { podsPendingPeak } from '../../src/indicators/pods-pending-peak.ts';
import { pod, sight, timelineOf, workload } from '../support/timeline-builder.ts';

const replicas = [workload(0, 3), pod('a', 10), pod('b', 10), pod('c', 10)];
const measure = (observations: readonly Observation[], phases = podsDeficit.phases) =>
  podsDeficit.measure(timelineOf({ observations }), phases);

describe('pods.deficit', () => {
  it('is how many were missing, times how long', () => {
    // b is missing from 40 to 60 s, c from 50 to 60 s.
    const observations = [
      ...replicas,
      pod('b', 40_000, { ready: false }),
      pod('c', 50_000, { change: 'gone' }),
      pod('d', 60_000),
      pod('e', 60_000),
    ];
    expect(measure(observations)).to.include({ status: 'measured', value: 30 });
    expect(measure(observations)).to.have.property('evidence').that.contains('up to 2 missing');
  });

  it('counts a pod that was told to end as missing', () => {
    expect(measure([...replicas, pod('a', 170_000, { terminating: true })])).to.include({ value: 10 });
  });

  it('looks at the phases only, and at pods of the workload only', () => {
    const observations = [
      ...replicas,
      pod('a', 85_000, { ready: false }),
      pod('x', 85_000, { labels: { app: 'other' } }),
    ];
    expect(measure(observations, ['fault'])).to.include({ value: 5 });
    expect(measure(observations, ['baseline'])).to.include({ value: 0 });
  });

  it('is never below zero when there are more than were asked for', () => {
    expect(measure([...replicas, pod('d', 40_000), pod('a', 170_000, { ready: false })])).to.include({ value: 0 });
  });

  it('follows what is desired', () => {
    expect(measure([...replicas, workload(100_000, 4), workload(110_000, 3)])).to.include({ value: 10 });
  });

  it('is a lower bound when pods are not seen to the end', () => {
    const observations = [...replicas, pod('a', 40_000, { ready: false }), sight('pods', 50_000, 'blind')];
    expect(measure(observations)).to.include({ status: 'censored', value: 140 });
  });

  it('is unmeasured when no workload was seen, or only late', () => {
    expect(measure([pod('a', 0)])).to.include({ reason: 'no workload was seen' });
    expect(measure([workload(40_000, 3), pod('a', 0)]).status).to.equal('unmeasured');
  });
});

describe('pods.pendingPeak', () => {
  it('is the most that were Pending at one time', () => {
    const pending = { phase: 'Pending', ready: false } as const;
    const observations = [
      ...replicas,
      pod('d', 40_000, pending),
      pod('e', 41_000, pending),
      pod('d', 42_000),
      pod('f', 43_000, pending),
      pod('f', 43_500, { ...pending, terminating: true }),
      pod('g', 44_000, pending),
    ];
    const measured = podsPendingPeak.measure(timelineOf({ observations }), podsPendingPeak.phases);
    expect(measured).to.include({ status: 'measured', value: 2 });
  });

  it('is unmeasured when no pod was seen', () => {
    expect(podsPendingPeak.measure(timelineOf({}), ['fault']).status).to.equal('unmeasured');
  });
});
