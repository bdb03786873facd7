import { expect } from 'chai';
import { adviceOn } from '../../src/advice/advise.ts';
import { expectedValues } from '../../src/advice/expected.ts';
import type { Reasoning } from '../../src/advice/reasoning.ts';
import { settingsOf } from '../../src/advice/settings.ts';
import { reschedulingParts } from '../../src/advice/trace.ts';
import type { EtcdObservation, NodeObservation } from '../../src/core/observation.ts';
import type { AdviceReport, Reschedule, SliReport, SloReport } from '../../src/core/report.ts';
import { entry, faultOf, injection, node, request, streamOf, timelineOf } from '../support/timeline-builder.ts';

const s = 1000;
const measured = (value: number, status: 'measured' | 'censored' = 'measured'): SliReport => ({
  status,
  value,
  unit: 'ms',
  phases: {},
});
const missed = (sli: string, bound: number): SloReport => ({
  sli,
  objective: `<= ${bound / s}s`,
  comparison: '<=',
  bound,
  limit: 3 * bound,
  weight: 1,
  during: ['fault'],
  value: 2 * bound,
  censored: false,
  unit: 'ms',
  status: 'missed',
  reason: '',
});
const tainted = (name: string, at: number): NodeObservation => ({
  ...node(name, at, 'Unknown'),
  taints: ['node.kubernetes.io/unreachable:NoExecute'],
});
const row = (times: Partial<Reschedule>): Reschedule => ({
  lostPod: 'web-a',
  lostNode: 'worker',
  notReadyAt: 52 * s,
  deletedAt: 78 * s,
  replacement: 'web-b',
  replacementNode: 'worker2',
  createdAt: 78 * s,
  scheduledAt: 78.2 * s,
  readyAt: 80 * s,
  ...times,
});
/** The zone cut that was recorded on a real cluster: a control plane and a worker lost at 0 s, tainted at 58 and 68 s, pods deleted 10 s later. */
const zoneCut = (more: Partial<Reasoning> = {}): Reasoning => ({
  versions: { kubernetes: 'v1.33.13', loadBalancer: 'docker.io/kindest/haproxy:v20230606' },
  topology: {
    nodes: [
      { name: 'cp', zone: 'az-a', role: 'control-plane' },
      { name: 'worker', zone: 'az-a', role: 'worker' },
    ],
    zones: ['az-a'],
    flags: {
      'kube-controller-manager.node-monitor-grace-period': '50s',
      'kube-controller-manager.node-monitor-period': '5s',
      'kube-controller-manager.node-eviction-rate': '0.1',
      'kube-apiserver.default-unreachable-toleration-seconds': '300',
      'etcd.election-timeout': '2500',
    },
  },
  timeline: timelineOf({
    faults: [faultOf([injection(0, 0)], { disabledNodes: ['cp', 'worker'] })],
    observations: [tainted('cp', 58 * s), tainted('worker', 68 * s)],
  }),
  slis: {
    'nodes.detection': measured(52.3 * s),
    'pods.reschedule.p99': measured(28 * s),
    'etcd.leaderless': measured(2600),
    'api.recovery': measured(9500),
  },
  slos: [],
  reschedules: [row({})],
  ...more,
});
const advice = (more: Partial<Reasoning>): AdviceReport | undefined => adviceOn(zoneCut(more))[0];

describe('settingsOf', () => {
  it('takes what the cluster states, and what was seen before that', () => {
    const settings = settingsOf(zoneCut());
    expect(settings.graceMs).to.deep.equal({ value: 50 * s, from: 'flag' });
    expect(settings.tolerationMs).to.deep.equal({ value: 10 * s, from: 'seen' });
    expect(settingsOf(zoneCut({ reschedules: [] })).tolerationMs).to.deep.equal({ value: 300 * s, from: 'flag' });
  });

  it('knows the defaults of the version where nothing is stated', () => {
    const bare = (kubernetes: string): Reasoning =>
      zoneCut({ versions: { kubernetes }, topology: { nodes: [], zones: [], flags: {} }, reschedules: [] });
    expect(settingsOf(bare('v1.33.1')).graceMs).to.deep.equal({ value: 50 * s, from: 'default' });
    expect(settingsOf(bare('v1.31.9')).graceMs).to.deep.equal({ value: 40 * s, from: 'default' });
    expect(settingsOf(bare('v1.33.1'))).to.deep.include({
      electionMs: { value: 1000, from: 'default' },
      balancer: undefined,
    });
  });
});

describe('expectedValues', () => {
  it('sets beside each measured value what the cluster’s own flags imply', () => {
    const expected = Object.fromEntries(expectedValues(zoneCut()).map((one) => [one.sli, one]));
    // 50 s from the last lease, at most 10 s before the fault; 5 s to look; 17 s where the leader was lost; 1 s to be seen.
    expect(expected['nodes.detection']).to.deep.include({
      bounds: [40 * s, 73 * s],
      measured: 52.3 * s,
      place: 'within',
    });
    // Two nodes at one in 10 s, the toleration, and a start.
    expect(expected['pods.reschedule.p99']).to.deep.include({ bounds: [10 * s, 36 * s], place: 'within' });
    expect(expected['etcd.leaderless']).to.deep.include({ bounds: [0, 6 * s], place: 'within' });
    expect(expected['api.recovery']).to.deep.include({ bounds: [0, 9 * s], measured: 9500, place: 'above' });
  });

  it('says nothing of lost nodes where none is lost, and leaves the place open where nothing was measured', () => {
    const { timeline } = zoneCut();
    const expected = expectedValues(zoneCut({ timeline: { ...timeline, faults: [] }, slis: {} }));
    expect(expected.map(({ sli }) => sli)).to.deep.equal(['etcd.leaderless', 'api.recovery']);
    expect(expected[0]).to.not.have.any.keys('measured', 'place');
  });

  it('expects a successor within the lease where one was measured', () => {
    const [found] = expectedValues(zoneCut({ slis: { 'scheduler.failover': measured(16 * s) } })).filter(
      ({ sli }) => sli === 'scheduler.failover',
    );
    expect(found).to.deep.include({ bounds: [0, 18 * s], measured: 16 * s, place: 'within' });
  });

  it('does not call a lower bound too small', () => {
    const [detection] = expectedValues(zoneCut({ slis: { 'nodes.detection': measured(30 * s, 'censored') } }));
    expect(detection?.place).to.equal('within');
    expect(expectedValues(zoneCut({ slis: { 'nodes.detection': measured(30 * s) } }))[0]?.place).to.equal('below');
  });
});

describe('adviceOn', () => {
  it('traces a slow eviction to the queue in which nodes are tainted', () => {
    expect(reschedulingParts(zoneCut()).map(({ name, ms }) => [name, ms])).to.deep.equal([
      ['until the node was tainted', 16 * s],
      ['tolerationSeconds', 10 * s],
      ['until a replacement was created', 0],
      ['until it was scheduled', 200],
      ['until it was Ready', 1800],
    ]);
    const found = advice({ slos: [missed('pods.reschedule.p99', 15 * s)] });
    expect(found).to.include({ rule: 'eviction-rate', setting: 'kube-controller-manager --node-eviction-rate' });
    expect(found?.text).to.equal(
      '16s of 28s passed until the node was tainted: 2 nodes at 0.1/s take up to 20s; at 1/s they take up to 2s, about 14s in all',
    );
    expect(found?.costs).to.not.equal('');
  });

  it('traces one that waits for its toleration to that, and says which would do', () => {
    const late = [row({ deletedAt: 368 * s, createdAt: 368 * s, scheduledAt: 368 * s, readyAt: 370 * s })];
    const found = advice({ slos: [missed('pods.reschedule.p99', 60 * s)], reschedules: late });
    expect(found?.rule).to.equal('toleration');
    expect(found?.text).to.equal('5m of 5m18s were tolerationSeconds 300; tolerationSeconds 42 would give about 60s');
    const hopeless = advice({ slos: [missed('pods.reschedule.p99', 10 * s)], reschedules: late });
    expect(hopeless?.text).to.match(
      /tolerationSeconds 0 would give about 18s, still above the objective: the other parts alone take 18s$/,
    );
  });

  it('traces a slow start to images and readiness', () => {
    expect(
      advice({ slos: [missed('pods.reschedule.max', 15 * s)], reschedules: [row({ readyAt: 138 * s })] })?.rule,
    ).to.equal('pod-start');
  });

  it('traces late detection to the grace period, and not below what leases allow', () => {
    expect(advice({ slos: [missed('nodes.detection', 40 * s)] })?.text).to.equal(
      '50s of 52.3s were the grace period of 50s; 37s would give about 39.3s',
    );
    expect(advice({ slos: [missed('nodes.detection', 10 * s)] })?.text).to.contain(
      '20s would give about 22.3s, still above',
    );
  });

  it('tells a slow election from a slow balancer', () => {
    const slos = [missed('api.recovery', 3 * s)];
    expect(advice({ slos })?.rule).to.equal('balancer-checks');
    expect(advice({ slos, slis: { 'api.recovery': measured(9 * s), 'etcd.leaderless': measured(8 * s) } })).to.include({
      rule: 'election-timeout',
      text: '8s of 9s passed without a leader: an election begins after 1 to 2 times 2.5s; 1s would give 1s to 2s, about 3s at most',
    });
  });

  it('says what of a long outage the balancer’s checks do not explain', () => {
    const slos = [missed('api.recovery', 3 * s)];
    const after = (tookMs: number, leaderlessMs: number): string | undefined =>
      advice({ slos, slis: { 'api.recovery': measured(tookMs), 'etcd.leaderless': measured(leaderlessMs) } })?.text;
    expect(after(25 * s, 3 * s)).to.match(
      /^22s of 25s passed after etcd had its leader; .*; at least 14s of it had another cause$/,
    );
    expect(after(9 * s, 1 * s)).to.not.contain('another cause');
    expect(after(30 * s, 0)).to.match(/^etcd had a leader all the while, and clients waited for 30s; /);
  });

  it('has nothing to say of the balancer where the API was away until the fault was healed', () => {
    const asked = (healingAt: number): AdviceReport | undefined =>
      advice({
        slos: [missed('api.recovery', 3 * s)],
        slis: { 'api.recovery': measured(60 * s), 'etcd.leaderless': measured(0) },
        timeline: timelineOf({ faults: [faultOf([injection(0, 0, { healingAt })])] }),
      });
    expect(asked(31 * s)).to.equal(undefined);
    expect(asked(90 * s)?.rule).to.equal('balancer-checks');
  });

  it('tells a lost quorum, which no time-out moves, from a slow election', () => {
    const slis = { 'api.recovery': measured(63 * s), 'etcd.leaderless': measured(49 * s) };
    const scrapes = (lost: readonly string[]): readonly EtcdObservation[] =>
      ['cp', 'cp2', 'cp3'].map((name) => ({ kind: 'etcd', at: 5 * s, node: name, reachable: !lost.includes(name) }));
    const asked = (lost: readonly string[], disabledNodes: readonly string[]): Partial<Reasoning> => ({
      slos: [missed('api.recovery', 30 * s)],
      slis,
      timeline: timelineOf({ faults: [faultOf([injection(0, 0)], { disabledNodes })], observations: scrapes(lost) }),
    });
    expect(advice(asked(['cp', 'cp2'], []))).to.include({
      rule: 'quorum',
      text:
        '49s of 63s passed without a leader, more than elections take (up to 11s): 2 of 3 members were away at once, and 2 are a quorum; ' +
        '5 members, of which no 3 fail together, would have elected another, about 19s at most',
    });
    expect(advice(asked([], ['cp', 'cp3', 'worker']))?.rule).to.equal('quorum');
    // A majority was there and elected nobody all the same: that is not known, and neither is a cure.
    expect(advice(asked(['cp'], []))).to.equal(undefined);
  });

  it('traces requests that went to lost pods to the grace period', () => {
    const app = streamOf(entry('worker2'), 'http-get', 'new', { periodMs: 1000 });
    const timeline = timelineOf({
      faults: [faultOf([injection(0, 0)], { disabledNodes: ['cp', 'worker'] })],
      streams: [app],
      // Ten bad in the 52 s that the lost pods stay in their Service, one later.
      observations: [5, 10, 15, 20, 25, 30, 35, 40, 45, 50, 60].map((at) => request(app, at * s, { good: false })),
    });
    const slo = missed('traffic.availability', 0.99);
    expect(advice({ slos: [slo], timeline })).to.include({
      rule: 'stale-endpoints',
      text: '10s of 11s of bad time passed before the lost pods left their Service, which took 52s, 50s of it the grace period; 20s would give about 5.23s',
    });
    expect(advice({ slos: [{ ...slo, during: ['recovery'] }], timeline })).to.equal(undefined);
    expect(advice({ slos: [slo], timeline, reschedules: [] })).to.equal(undefined);
  });

  it('says so where a setting would not be enough', () => {
    expect(advice({ slos: [missed('pods.reschedule.p99', 10 * s)] })?.text).to.match(
      /about 14s in all, still above the objective$/,
    );
  });

  it('does not take a node that was never found lost for one that the grace period held up', () => {
    const slis = { 'nodes.detection': measured(69 * s, 'censored') };
    expect(advice({ slos: [missed('nodes.detection', 30 * s)], slis })).to.equal(undefined);
  });

  it('is silent where the objective is met, nothing is known, or no rule knows the slowest part', () => {
    expect(advice({ slos: [{ ...missed('pods.reschedule.p99', s), status: 'met' }] })).to.equal(undefined);
    expect(advice({ slos: [missed('pods.reschedule.p99', s)], reschedules: [] })).to.equal(undefined);
    expect(advice({ slos: [missed('traffic.errorRate', s)] })).to.equal(undefined);
    const { timeline } = zoneCut();
    const stuck = [row({ createdAt: 178 * s, scheduledAt: 178 * s, readyAt: 179 * s })];
    expect(advice({ slos: [missed('pods.reschedule.p99', s)], reschedules: stuck, timeline })).to.equal(undefined);
  });
});
