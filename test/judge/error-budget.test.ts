import { expect } from 'chai';
import { errorBudgets } from '../../src/judge/error-budget.ts';
import {
  criticalStreams,
  criticalTimeline,
  entry,
  faultOf,
  injection,
  requests,
  streamOf,
  timelineOf,
} from '../support/timeline-builder.ts';

const api = (...args: Parameters<typeof criticalTimeline>) => errorBudgets(criticalTimeline(...args))[0]!;

describe('errorBudgets', () => {
  it('charges 60 s of total outage 2.3 % of a 30-day 99.9 % budget of 2592 s', () => {
    const budget = api([[30_000, 90_000]]);
    expect(budget.badMs).to.be.closeTo(60_000, 1e-6);
    expect(budget.cost).to.be.closeTo(60 / 2592, 1e-9);
    expect(budget.affordable).to.be.closeTo(43.2, 1e-6);
    expect(budget).to.include({ service: 'api', objective: 0.999, open: false });
  });

  it('counts a second by the share of its requests that were bad', () => {
    expect(api({ 'lb write new': [[40_000, 60_000]] }).badMs).to.be.closeTo(20_000 / 4, 1e-6);
  });

  it('says when an alert would have fired: 14.4 over 1 h takes 51.84 s of total outage', () => {
    const [fast, slow] = api([[30_000, 90_000]]).alerts;
    expect(fast?.needsBadMs).to.be.closeTo(51_840, 1e-6);
    // 52 whole seconds after the outage began.
    expect(fast).to.include({ severity: 'page', factor: 14.4, firedAt: 82_000, afterMs: 52_000 });
    expect(fast?.peakBurn).to.be.closeTo(60 / 3.6, 1e-9);
    expect(slow).to.not.have.property('firedAt');
    expect(slow?.needsBadMs).to.be.closeTo(129_600, 1e-6);
    expect(api([[30_000, 81_000]]).alerts[0]).to.not.have.property('firedAt');
  });

  it('fires late where only a share of the requests is bad', () => {
    const long = {
      phases: [
        { name: 'baseline', startAt: 0, endAt: 30_000 },
        { name: 'fault', startAt: 30_000, endAt: 400_000 },
      ],
      endedAt: 400_000,
    } as const;
    const third = api({ 'lb write new': [[30_000, 400_000]] }, long);
    expect(third.alerts[0]?.firedAt).to.equal(30_000 + 208_000);
    expect(third.open).to.equal(true);
  });

  it('costs nothing where nothing was bad, and leaves the baseline out', () => {
    const budget = api([[5000, 20_000]]);
    expect(budget).to.include({ badMs: 0, cost: 0 });
    expect(budget).to.not.have.property('affordable');
  });

  it('reckons the workload without the entries that a fault took away', () => {
    const streams = ['a', 'b'].map((name) => streamOf(entry(name), 'http-get', 'new'));
    const observations = streams.flatMap((stream, i) =>
      requests(stream, 0, 180_000, i === 0 ? [[40_000, 50_000]] : []),
    );
    const faults = [faultOf([injection(30_000, 30_000)], { disabledNodes: ['a'] })];
    const [budget, ...others] = errorBudgets(timelineOf({ streams, observations, faults }));
    expect(others).to.deep.equal([]);
    expect(budget).to.deep.include({ service: 'workload', streams: ['app@b http-get new'], badMs: 0 });
    expect(errorBudgets(timelineOf({ streams, observations }))[0]?.badMs).to.be.closeTo(5000, 1e-6);
  });

  it('has nothing to say of a run without a fault phase, or without requests', () => {
    expect(
      errorBudgets(criticalTimeline([], { phases: [{ name: 'baseline', startAt: 0, endAt: 180_000 }] })),
    ).to.deep.equal([]);
    expect(errorBudgets(timelineOf({ streams: criticalStreams() }))).to.deep.equal([]);
  });
});
