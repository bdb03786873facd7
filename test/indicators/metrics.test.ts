import { expect } from 'chai';
import type { Indicator, Measurement } from '../../src/core/indicator.ts';
import type { Component } from '../../src/core/metrics.ts';
import type { MetricsObservation } from '../../src/core/observation.ts';
import { apiServerEtcdLatencyP99 } from '../../src/indicators/api-server-etcd-latency.ts';
import { apiServerFeltLatencyP99 } from '../../src/indicators/api-server-felt-latency.ts';
import { apiServerInflightPeak } from '../../src/indicators/api-server-inflight.ts';
import { apiServerLatencyP99 } from '../../src/indicators/api-server-latency.ts';
import { apiServerRejected } from '../../src/indicators/api-server-rejected.ts';
import { apiServerRestarts } from '../../src/indicators/api-server-restarts.ts';
import { controllerManagerQueuePeak } from '../../src/indicators/controller-manager-queue-peak.ts';
import { etcdAlarms } from '../../src/indicators/etcd-alarms.ts';
import { etcdCommitP99 } from '../../src/indicators/etcd-commit.ts';
import { etcdDbQuotaRatio } from '../../src/indicators/etcd-db-quota.ts';
import { etcdFsyncP99 } from '../../src/indicators/etcd-fsync.ts';
import { etcdPeerRttP99 } from '../../src/indicators/etcd-peer-rtt.ts';
import { kubeletPodStartP99 } from '../../src/indicators/kubelet-pod-start.ts';
import { schedulerPendingPeak } from '../../src/indicators/scheduler-pending-peak.ts';
import { timelineOf } from '../support/timeline-builder.ts';

const bounds = [0.001, 0.002, 0.004, 0.008, 0.016];
const series = (verb: string): string => `apiserver_request_sli_duration_seconds{verb="${verb}",resource="pods"}`;
const fsync = 'etcd_disk_wal_fsync_duration_seconds';

function scrape(component: Component, at: number, more: Partial<MetricsObservation> = {}): MetricsObservation {
  const head = { kind: 'metrics', at, component, instance: 'cp-1', reachable: true, startedUnixMs: 1 } as const;
  return { ...head, values: {}, histograms: {}, ...more };
}

/** Cumulative counts of which `fast` lie in the first bucket and `slow` in the last finite one. */
function counts(name: string, fast: number, slow: number): MetricsObservation['histograms'] {
  return { [name]: { bounds, counts: [fast, fast, fast, fast, fast + slow, fast + slow] } };
}

function measured(indicator: Indicator, observations: readonly MetricsObservation[]): Measurement {
  return indicator.measure(timelineOf({ observations }), ['fault']);
}

function valueOf(indicator: Indicator, observations: readonly MetricsObservation[]): number {
  const found = measured(indicator, observations);
  if (found.status === 'unmeasured') throw new Error(found.reason);
  return found.value;
}

describe('etcd.fsync.p99', () => {
  it('takes only what was added in the phase, and gives the bucket as the bounds', () => {
    const found = measured(etcdFsyncP99, [
      scrape('etcd', 25_000, { histograms: counts(fsync, 0, 5000) }),
      scrape('etcd', 35_000, { histograms: counts(fsync, 200, 5000) }),
      scrape('etcd', 95_000, { histograms: counts(fsync, 200, 9000) }),
    ]);
    expect(found).to.deep.include({ status: 'measured', samples: 200, bounds: [0, 1] });
  });

  it('counts a new process from 0, also when its counts are larger', () => {
    const restarted = [
      scrape('etcd', 35_000, { histograms: counts(fsync, 100, 0) }),
      scrape('etcd', 40_000, { histograms: counts(fsync, 0, 150), startedUnixMs: 2 }),
    ];
    expect(measured(etcdFsyncP99, restarted)).to.deep.include({ samples: 150, bounds: [8, 16] });
    const unmarked = restarted.map((one) => {
      const { startedUnixMs, ...rest } = one;
      return startedUnixMs === undefined ? one : rest;
    });
    expect(measured(etcdFsyncP99, unmarked)).to.deep.include({ samples: 150 });
  });

  it('is the slowest member’s, and nothing of fewer than 100', () => {
    const two = (slow: number): readonly MetricsObservation[] =>
      ['a', 'b'].flatMap((instance) => [
        scrape('etcd', 31_000, { instance, histograms: counts(fsync, 0, 0) }),
        scrape('etcd', 40_000, { instance, histograms: counts(fsync, 300, instance === 'b' ? slow : 0) }),
      ]);
    expect(measured(etcdFsyncP99, two(30))).to.deep.include({ bounds: [8, 16], samples: 330 });
    const few = [
      scrape('etcd', 31_000, { histograms: counts(fsync, 0, 0) }),
      scrape('etcd', 40_000, { histograms: counts(fsync, 99, 0) }),
    ];
    expect(measured(etcdFsyncP99, few)).to.deep.equal({
      status: 'unmeasured',
      reason: 'n too small: cp-1 has 99 observations, 100 are needed',
    });
  });

  it('is a lower bound above the highest finite bucket', () => {
    const beyond = { [fsync]: { bounds, counts: [0, 0, 0, 0, 0, 500] } };
    const found = measured(etcdFsyncP99, [
      scrape('etcd', 31_000, { histograms: counts(fsync, 0, 0) }),
      scrape('etcd', 40_000, { histograms: beyond }),
    ]);
    expect(found).to.include({ status: 'censored', value: 16 });
  });

  it('says what an unscraped component said', () => {
    expect(measured(etcdFsyncP99, [])).to.deep.equal({ status: 'unmeasured', reason: 'no etcd was scraped' });
    const closed = [scrape('etcd', 40_000, { reachable: false, detail: 'refused' })];
    expect(measured(etcdFsyncP99, closed)).to.deep.include({ reason: 'no etcd could be scraped: refused' });
  });
});

describe('P99s of few observations', () => {
  const roundTrip = (to: string): string => `etcd_network_peer_round_trip_time_seconds{To="${to}"}`;
  const starts = 'kubelet_pod_start_sli_duration_seconds';

  it('are the largest of a member’s, over all its peers, with bounds that widen', () => {
    const members = (fast: number, slow: number): readonly MetricsObservation[] =>
      ['cp-1', 'cp-2'].flatMap((instance) => [
        scrape('etcd', 31_000, { instance }),
        scrape('etcd', 80_000, {
          instance,
          histograms: {
            ...counts(roundTrip('x'), fast, 0),
            ...counts(roundTrip('y'), 12, instance === 'cp-2' ? slow : 0),
          },
        }),
      ]);
    expect(measured(etcdPeerRttP99, members(11, 1))).to.deep.include({
      status: 'measured',
      value: 16,
      samples: 24,
      bounds: [0, 16],
      evidence: 'cp-2: the largest of 24 is at most 16ms, and so is the P99 with 21.43% confidence; the worst of 2',
    });
    // Two of 24 are more than chance makes of a P99 below them.
    expect(measured(etcdPeerRttP99, members(10, 2))).to.deep.include({ value: 16, bounds: [8, 16] });
  });

  it('are those of the buckets from 100 on', () => {
    const observations = [
      scrape('etcd', 31_000),
      scrape('etcd', 80_000, { histograms: counts(roundTrip('x'), 98, 2) }),
    ];
    expect(measured(etcdPeerRttP99, observations)).to.deep.include({ value: 12, samples: 100, bounds: [8, 16] });
  });

  it('are of all kubelets together, and nothing of fewer than 10', () => {
    const kubelets = (each: number): readonly MetricsObservation[] =>
      ['a', 'b', 'c'].flatMap((instance) => [
        scrape('kubelet', 31_000, { instance, histograms: counts(starts, 500, 0) }),
        scrape('kubelet', 80_000, { instance, histograms: counts(starts, 500 + each, 0) }),
      ]);
    expect(measured(kubeletPodStartP99, kubelets(4))).to.deep.include({ value: 1, samples: 12, bounds: [0, 1] });
    expect(measured(kubeletPodStartP99, kubelets(3))).to.deep.equal({
      status: 'unmeasured',
      reason: 'n too small: all kubelets has 9 observations, 10 are needed',
    });
  });

  it('are lower bounds where the largest lies above the highest finite bucket', () => {
    const beyond = { [starts]: { bounds, counts: [20, 20, 20, 20, 20, 21] } };
    const found = measured(kubeletPodStartP99, [
      scrape('kubelet', 31_000),
      scrape('kubelet', 80_000, { histograms: beyond }),
    ]);
    expect(found).to.deep.equal({
      status: 'censored',
      value: 16,
      samples: 21,
      evidence: 'all kubelets: the largest of 21 is above 16ms; the worst of 1',
    });
  });
});

describe('indicators of histograms', () => {
  it('rest each on their own family, and tell whose it is', () => {
    const cases: readonly (readonly [Indicator, Component, string, string])[] = [
      [
        apiServerLatencyP99,
        'kube-apiserver',
        'apiserver_request_sli_duration_seconds{verb="GET",resource="pods"}',
        'GET pods:',
      ],
      [
        apiServerFeltLatencyP99,
        'kube-apiserver',
        'apiserver_request_duration_seconds{verb="GET",resource="pods"}',
        'GET pods:',
      ],
      [apiServerEtcdLatencyP99, 'kube-apiserver', 'etcd_request_duration_seconds{operation="list"}', 'list:'],
      [etcdFsyncP99, 'etcd', fsync, 'cp-1:'],
      [etcdCommitP99, 'etcd', 'etcd_disk_backend_commit_duration_seconds', 'cp-1:'],
      [etcdPeerRttP99, 'etcd', 'etcd_network_peer_round_trip_time_seconds{To="a1"}', 'cp-1:'],
      [kubeletPodStartP99, 'kubelet', 'kubelet_pod_start_sli_duration_seconds', 'all kubelets:'],
    ];
    for (const [indicator, component, name, group] of cases) {
      const found = measured(indicator, [
        scrape(component, 31_000),
        scrape(component, 40_000, {
          // Of others there is more, and it is slower.
          histograms: { ...counts(name, 120, 30), other_seconds: { bounds, counts: [0, 0, 0, 0, 0, 999] } },
        }),
      ]);
      expect(found, indicator.name).to.deep.include({ status: 'measured', samples: 150, bounds: [8, 16] });
      expect(found, indicator.name)
        .to.have.property('evidence')
        .that.matches(new RegExp(`^${group}`));
    }
  });
});

describe('api.server.latency.p99', () => {
  it('sums a verb and resource over the apiservers, and is that of the slowest with 100 of them', () => {
    const observations = ['cp-1', 'cp-2'].flatMap((instance) => [
      scrape('kube-apiserver', 31_000, { instance }),
      scrape('kube-apiserver', 40_000, {
        instance,
        histograms: {
          ...counts(series('GET'), 60, 0),
          ...counts(series('LIST'), 30, 30),
          ...counts(series('PUT'), 0, 40),
        },
      }),
    ]);
    const found = measured(apiServerLatencyP99, observations);
    expect(found).to.deep.include({ status: 'measured', samples: 120, bounds: [8, 16] });
    expect(found).to.have.property('evidence').that.includes('LIST pods');
  });
});

describe('gauges and counters', () => {
  const inflight = (kind: string): string => `apiserver_current_inflight_requests{request_kind="${kind}"}`;

  it('peak over the scrapes of the phase; what a scrape does not name stayed as it was', () => {
    const observations = [
      scrape('kube-apiserver', 20_000, { values: { [inflight('mutating')]: 90, [inflight('readOnly')]: 9 } }),
      scrape('kube-apiserver', 31_000, { values: { [inflight('mutating')]: 1 } }),
      scrape('kube-apiserver', 41_000, { values: { [inflight('mutating')]: 4 } }),
      scrape('kube-apiserver', 51_000, { values: { [inflight('readOnly')]: 1 } }),
    ];
    expect(valueOf(apiServerInflightPeak, observations)).to.equal(13);
  });

  it('rise by what was added in the phase, over restarts', () => {
    const rejected = 'apiserver_flowcontrol_rejected_requests_total{reason="x"}';
    const observations = [
      scrape('kube-apiserver', 20_000, { values: { [rejected]: 100 } }),
      scrape('kube-apiserver', 31_000, { values: { [rejected]: 103 } }),
      scrape('kube-apiserver', 41_000, { values: { [rejected]: 5 }, startedUnixMs: 9 }),
      scrape('kube-apiserver', 51_000, { values: {}, startedUnixMs: 9 }),
    ];
    expect(valueOf(apiServerRejected, observations)).to.equal(8);
    expect(valueOf(apiServerRestarts, observations)).to.equal(1);
    expect(valueOf(apiServerRejected, [scrape('kube-apiserver', 31_000)])).to.equal(0);
    // A new process counts from 0, also where its first page does not name the series yet.
    const late = [
      ...observations.slice(0, 2),
      scrape('kube-apiserver', 41_000, { values: {}, startedUnixMs: 9 }),
      scrape('kube-apiserver', 51_000, { values: { [rejected]: 104 }, startedUnixMs: 9 }),
    ];
    expect(valueOf(apiServerRejected, late)).to.equal(107);
    // A page that does not say when its process began shows a restart by a counter that fell.
    const untold = [20_000, 31_000, 41_000].map((at, i) => {
      const one = scrape('kube-apiserver', at, { values: { [rejected]: [100, 103, 5][i] ?? 0 } });
      return Object.fromEntries(Object.entries(one).filter(([key]) => key !== 'startedUnixMs')) as typeof one;
    });
    expect(valueOf(apiServerRejected, untold)).to.equal(8);
  });

  it('of controllers’ queues are told apart, and the deepest counts', () => {
    const depth = (name: string): string => `workqueue_depth{name="${name}"}`;
    const observations = [
      scrape('kube-controller-manager', 31_000, { values: { [depth('job')]: 3, [depth('deployment')]: 4 } }),
      scrape('kube-controller-manager', 61_000, { values: { [depth('job')]: 6 } }),
      scrape('kube-controller-manager', 61_000, { instance: 'cp-2', values: { [depth('job')]: 5 } }),
    ];
    expect(measured(controllerManagerQueuePeak, observations)).to.deep.include({
      value: 6,
      evidence: '6 in job on cp-1 at 61s',
    });
  });

  it('of a queue that was not told are unmeasured', () => {
    expect(measured(schedulerPendingPeak, [scrape('kube-scheduler', 40_000)])).to.deep.equal({
      status: 'unmeasured',
      reason: 'no kube-scheduler told scheduler_pending_pods',
    });
  });

  it('etcd’s size is told against its quota, and alarms once each', () => {
    const values = { etcd_mvcc_db_total_size_in_bytes: 50, etcd_server_quota_backend_bytes: 200 };
    const observations = [
      scrape('etcd', 31_000, { values: { ...values, 'etcd_alarm{alarm="NOSPACE"}': 0 } }),
      scrape('etcd', 41_000, { values: { etcd_mvcc_db_total_size_in_bytes: 190, 'etcd_alarm{alarm="NOSPACE"}': 1 } }),
      scrape('etcd', 51_000, { values: { 'etcd_alarm{alarm="CORRUPT"}': 0 } }),
    ];
    expect(valueOf(etcdDbQuotaRatio, observations)).to.equal(0.95);
    expect(valueOf(etcdAlarms, observations)).to.equal(1);
    expect(valueOf(etcdAlarms, observations.slice(0, 1))).to.equal(0);
  });

  it('etcd’s alarms are unmeasured where no member told its health', () => {
    expect(
      measured(etcdAlarms, [scrape('etcd', 31_000, { values: { etcd_mvcc_db_total_size_in_bytes: 50 } })]),
    ).to.deep.equal({
      status: 'unmeasured',
      reason: 'no etcd member told its health',
    });
  });
});
