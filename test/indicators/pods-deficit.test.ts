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

  it('is what was missing until pods were not seen any more, as a lower bound', () => {
    const observations = [...replicas, pod('a', 40_000, { ready: false }), sight('pods', 50_000, 'blind')];
    expect(measure(observations)).to.include({ status: 'censored', value: 10 });
    expect(measure(observations, ['recovery'])).to.include({ status: 'censored', value: 0 });
    expect(measure([...observations, sight('pods', 60_000, 'blind')])).to.include({ status: 'censored', value: 10 });
    expect(measure([...observations, sight('pods', 70_000, 'seeing')])).to.include({ status: 'measured', value: 140 });
  });

  it('is a lower bound for a phase that ended while pods were not seen, and not for blindness to something else', () => {
    const blind = (resource: string) => [
      ...replicas,
      pod('a', 70_000, { ready: false }),
      sight(resource, 80_000, 'blind'),
      sight(resource, 100_000, 'seeing'),
    ];
    expect(measure(blind('pods'), ['fault'])).to.include({ status: 'censored', value: 10 });
    expect(measure(blind('pods'), ['fault', 'recovery'])).to.include({ status: 'measured', value: 110 });
    expect(measure(blind('nodes'), ['fault'])).to.include({ status: 'measured', value: 20 });
  });

  it('takes a workload without a single pod for missing, but not one of which no pod was watched', () => {
    expect(measure([sight('pods', 0, 'seeing'), workload(0, 3)])).to.include({ status: 'measured', value: 450 });
    expect(measure([sight('pods', 0, 'blind'), workload(0, 3)])).to.include({
      status: 'unmeasured',
      reason: 'no pod was seen, nor any watch of them',
    });
  });

  it('does not take the moment before the first list of pods for a deficit', () => {
    expect(measure([workload(0, 3), pod('a', 1000), pod('b', 1000), pod('c', 1000)], ['baseline'])).to.include({
      value: 0,
    });
    expect(measure([workload(0, 3), pod('a', 6000), pod('b', 6000), pod('c', 6000)], ['baseline'])).to.include({
      value: 18,
    });
  });

  it('adds up workloads, and knows their namespaces', () => {
    const other = { ...workload(0, 2), namespace: 'other', name: 'db' };
    expect(measure([...replicas, other], ['fault'])).to.include({ value: 120 });
    expect(measure([...replicas, other, pod('d', 10, { namespace: 'other' })], ['fault'])).to.include({ value: 60 });
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

  it('counts a pod that came while the watch was blind from its creation to its first seen state', () => {
    const anchor = timelineOf({}).startedAtUnixMs;
    const observations = [
      ...replicas,
      sight('pods', 38_000, 'blind'),
      sight('pods', 70_000, 'seeing'),
      pod('d', 70_010, { createdUnixMs: anchor + 50_000, readyUnixMs: anchor + 60_000 }),
      pod('e', 70_010, { createdUnixMs: anchor + 58_000, readyUnixMs: anchor + 65_000 }),
    ];
    const measured = podsPendingPeak.measure(timelineOf({ observations }), ['fault']);
    expect(measured).to.include({ status: 'measured', value: 2, evidence: '2 Pending at 59s' });
  });

  it('is a lower bound when pods are not seen to the end', () => {
    const observations = [...replicas, sight('pods', 100_000, 'blind')];
    expect(podsPendingPeak.measure(timelineOf({ observations }), ['fault', 'recovery']).status).to.equal('censored');
    expect(podsPendingPeak.measure(timelineOf({ observations }), ['fault']).status).to.equal('measured');
  });

  it('looks at the phases only, their beginning included', () => {
    const late = pod('e', 95_000, { phase: 'Pending', ready: false });
    const busy = timelineOf({
      observations: [...replicas, pod('d', 94_000, { phase: 'Pending', ready: false }), late],
    });
    expect(podsPendingPeak.measure(busy, ['fault'])).to.include({ value: 0 });
    // Those that were there before the run had been scheduled long ago.
    const there = pod('x', 300, { ready: false, createdUnixMs: timelineOf({}).startedAtUnixMs - 60_000 });
    const begun = timelineOf({ observations: [sight('pods', 0, 'blind'), there, sight('pods', 310, 'seeing')] });
    expect(podsPendingPeak.measure(begun, ['baseline'])).to.include({ value: 0 });
    const early = pod('d', 20_000, { phase: 'Pending', ready: false });
    const peak = (phase: 'baseline' | 'fault' | 'recovery') =>
      podsPendingPeak.measure(timelineOf({ observations: [...replicas, early, pod('d', 50_000)] }), [phase]);
    expect(
      [peak('baseline'), peak('fault'), peak('recovery')].map((one) => one.status === 'measured' && one.value),
    ).to.deep.equal([1, 1, 0]);
  });

  it('is unmeasured when no pod was seen', () => {
    expect(podsPendingPeak.measure(timelineOf({}), ['fault']).status).to.equal('unmeasured');
  });
});
