import { expect } from 'chai';
import type { JudgedPhase, Measurement } from '../../src/core/indicator.ts';
import type { Timeline } from '../../src/core/timeline.ts';
import { indicators } from '../../src/indicators/index.ts';
import { wholeTimeline } from '../support/run-builder.ts';
import { entry, faultOf, injection, node, requests, streamOf, unhealed } from '../support/timeline-builder.ts';

const app = streamOf(entry('w2'), 'http-get', 'new');
/** Every indicator has something to measure here. */
const full = (parts: Partial<Timeline> = {}): Timeline => {
  const timeline = wholeTimeline([[31_000, 43_000]]);
  return {
    ...timeline,
    streams: [...timeline.streams, app],
    faults: [faultOf([injection(30_000, 30_000)], { disabledNodes: ['worker'] })],
    observations: [...timeline.observations, ...requests(app, 0, 180_000), node('worker', 80_000, 'Unknown')],
    ...parts,
  };
};
/** What rests on probes that these runs do not have: each has a test of its own for that. */
const ofOtherProbes =
  /^(api\.server|ledger|etcd\.(fsync|commit|peerRtt|dbQuotaRatio|alarms)|scheduler|controllerManager|pods\.start|topology|endpoints|kubelet|load|zones|svc|dns)\b/;
/** Runs of 150 s are too short for a P99.9. */
const measurable = indicators.all.filter(({ name }) => name !== 'api.latency.p999' && !ofOtherProbes.test(name));
const statuses = (timeline: Timeline, during?: readonly JudgedPhase[]): Record<string, Measurement['status']> =>
  Object.fromEntries(measurable.map(({ name, measure, phases }) => [name, measure(timeline, during ?? phases).status]));
const withStatus = (found: Record<string, string>, status: string): readonly string[] =>
  Object.keys(found).filter((name) => found[name] === status);
const requestBased = [
  'api.availability',
  'api.detection',
  'api.recovery',
  'api.recoveryAfterHeal',
  'api.flaps',
  'api.latency.p50',
  'api.latency.p99',
  'traffic.availability',
  'traffic.errorRate',
  'traffic.latency.p99',
];
const lost = (keeps: (at: number, kind: string) => boolean): Timeline => {
  const timeline = full();
  return {
    ...timeline,
    observations: [...timeline.observations].filter((one) =>
      keeps(one.kind === 'request' ? one.scheduledAt : one.at, one.kind),
    ),
  };
};

describe('every indicator', () => {
  it('is measured in a whole run', () => {
    expect(withStatus(statuses(full()), 'unmeasured')).to.deep.equal([]);
  });

  it('is unmeasured in a run that was broken off in its baseline', () => {
    const [baseline] = full().phases;
    const broken = full({ phases: [baseline!], faults: [], endedAt: 30_000 });
    expect(withStatus(statuses(broken), 'unmeasured')).to.deep.equal(measurable.map(({ name }) => name));
  });

  it('over the baseline alone is unmeasured when it speaks of a fault', () => {
    expect(withStatus(statuses(full(), ['baseline']), 'unmeasured')).to.deep.equal([
      'api.detection',
      'api.recovery',
      'api.recoveryAfterHeal',
      'api.flaps',
      'api.latencyRecovery',
      'nodes.detection',
      'nodes.recoveryAfterHeal',
      'pods.reschedule.p50',
      'pods.reschedule.p99',
      'pods.reschedule.max',
      'traffic.latency.p99',
    ]);
  });

  it('over the recovery alone is unmeasured when it is measured from the fault on', () => {
    expect(withStatus(statuses(full(), ['recovery']), 'unmeasured')).to.deep.equal([
      'api.detection',
      'api.recovery',
      'api.flaps',
      'api.latencyRecovery',
      'nodes.detection',
      'pods.reschedule.p50',
      'pods.reschedule.p99',
      'pods.reschedule.max',
    ]);
  });

  it('is unmeasured over no phase at all', () => {
    expect(withStatus(statuses(full(), []), 'unmeasured')).to.deep.equal(measurable.map(({ name }) => name));
  });

  it('is unmeasured without a fault where it speaks of one', () => {
    expect(withStatus(statuses(full({ faults: [] })), 'unmeasured')).to.deep.equal([
      'api.detection',
      'api.recovery',
      'api.recoveryAfterHeal',
      'api.flaps',
      'api.latencyRecovery',
      'nodes.detection',
      'nodes.recoveryAfterHeal',
      'pods.reschedule.p50',
      'pods.reschedule.p99',
      'pods.reschedule.max',
    ]);
  });

  it('but recovery after the heal is measured when the fault was never healed', () => {
    const timeline = full({ faults: [faultOf([unhealed()], { disabledNodes: ['worker'] })] });
    expect(withStatus(statuses(timeline), 'unmeasured')).to.deep.equal([
      'api.recoveryAfterHeal',
      'nodes.recoveryAfterHeal',
    ]);
  });

  it('of requests is unmeasured when none was seen in one of its phases', () => {
    const inFault = statuses(lost((at, kind) => kind !== 'request' || at < 30_000 || at >= 90_000));
    expect(withStatus(inFault, 'unmeasured')).to.include.members(
      requestBased.filter((name) => name !== 'api.recoveryAfterHeal'),
    );
    const inRecovery = statuses(lost((at, kind) => kind !== 'request' || at < 90_000));
    const unsure = [...withStatus(inRecovery, 'unmeasured'), ...withStatus(inRecovery, 'censored')];
    // These two were decided before.
    const known = ['api.detection', 'api.recovery'];
    expect(unsure).to.include.members(requestBased.filter((name) => !known.includes(name)));
  });

  it('of etcd, pods and nodes is unmeasured without what it is made of', () => {
    const of = (kind: string) => withStatus(statuses(lost((_, one) => one !== kind)), 'unmeasured');
    expect(of('etcd')).to.deep.equal(['etcd.leaderless', 'etcd.leaderChanges']);
    expect(of('node')).to.deep.equal(['nodes.detection', 'nodes.recoveryAfterHeal']);
    expect(of('workload')).to.deep.equal(['pods.deficit']);
    expect(of('pod')).to.include.members(['pods.reschedule.p50', 'pods.pendingPeak']);
  });
});
