import { percentile } from '../../src/base/percentile.ts';
import type { RequestObservation } from '../../src/core/observation.ts';
import { reportSchema, type RunReport, type SliReport, type SloReport } from '../../src/core/report.ts';
import type { Phase, Timeline } from '../../src/core/timeline.ts';
import { sampleReschedules, sampleStartedAtUnixMs, sampleWatched } from './sample-cluster.ts';
import { cutAt, healAt, sampleApplied, sampleFault, sampleMarks, samplePhases } from './sample-fault.ts';
import { sampleNodes, sampleOutages, sampleRequests, sampleStreams } from './sample-streams.ts';

const span = { fromMs: 14_000, toMs: 300_000, cutAt, healAt };
const scenarioText = `apiVersion: aftershock/v1
kind: Scenario
metadata:
  name: az-failure
  title: One availability zone is cut off
spec:
  hypothesis: With one of three zones cut off, the API stays up & every pod of the zone runs elsewhere within a minute.
  faults:
    - { name: cut az-a off, type: zone-partition, at: 0s, for: 2m, with: { zone: az-a } }
`;

export interface SampleRun {
  readonly report: RunReport;
  readonly timeline: Timeline;
}

let built: SampleRun | undefined;

/** A run and what it rests on: az-failure on kind, 5 min, 26 streams, two lost replicas, one objective missed. Built once. */
export function sampleRun(): SampleRun {
  built ??= buildRun();
  return built;
}

function buildRun(): SampleRun {
  const streams = sampleStreams();
  const requests = sampleRequests(streams, span);
  const timeline: Timeline = {
    phases: samplePhases(),
    marks: sampleMarks(),
    faults: [sampleFault()],
    streams,
    observations: [...sampleWatched(span), ...requests],
    startedAtUnixMs: sampleStartedAtUnixMs,
    endedAt: 306_000,
  };
  const slis = sampleSlis(requests);
  const report: RunReport = {
    ...baseReport(),
    phases: timeline.phases,
    marks: timeline.marks,
    faults: timeline.faults,
    outages: sampleOutages(streams, requests),
    reschedules: sampleReschedules(cutAt),
    slis,
    slos: sampleSlos(slis),
    harness: {
      latenessP99Ms: 2.4,
      probesPlanned: requests.length,
      probesSent: requests.length,
      cpuMs: 41_300,
      rssMb: 212,
    },
  };
  return { report, timeline };
}

/** A run that was stopped before anything was seen. */
export function emptyRun(): SampleRun {
  const report: RunReport = {
    ...baseReport(),
    score: undefined,
    verdict: 'inconclusive',
    reasons: ['The steady state did not hold: 1 of 6 nodes is not Ready.'],
    endedAt: 0,
    phases: [],
    marks: [],
    faults: [],
    outages: [],
    reschedules: [],
    slis: {},
    slos: [{ ...sampleSlos({})[0]!, status: 'unmeasured', reason: 'nothing was injected', headroom: 0, score: 0 }],
    validity: [{ check: 'steady state', status: 'failed', detail: 'aftershock-worker is not Ready' }],
    applied: [],
    stoppedBy: { code: 'steady-state', message: 'the steady state does not hold', hint: 'Look at the node.' },
    harness: { latenessP99Ms: undefined, probesPlanned: 0, probesSent: 0, cpuMs: 900, rssMb: 120 },
  };
  const timeline: Timeline = {
    phases: [],
    marks: [],
    faults: [],
    streams: [],
    observations: [],
    startedAtUnixMs: sampleStartedAtUnixMs,
    endedAt: 0,
  };
  return { report, timeline };
}

function baseReport(): RunReport {
  return {
    schema: reportSchema,
    id: '7k2m',
    scenario: {
      name: 'az-failure',
      title: 'One availability zone is cut off',
      hypothesis:
        'With one of three zones cut off, the API stays up & every pod of the zone runs elsewhere within two minutes.',
      text: scenarioText,
      overrides: ['spec.timeline.recovery=135s'],
    },
    backend: 'kind',
    simulated: false,
    seed: 42,
    command: 'npm run chaos -- az-failure --cluster kind --seed 42 --set spec.timeline.recovery=135s',
    startedAt: new Date(sampleStartedAtUnixMs).toISOString(),
    endedAt: 306_000,
    versions: {
      aftershock: '0.1.0',
      node: '20.20.2',
      kubernetes: 'v1.33.13',
      chaosMesh: '2.8.4',
      kind: '0.32.0',
      loadBalancer: 'envoy v1.36.2',
    },
    topology: {
      nodes: sampleNodes,
      zones: ['az-a', 'az-b', 'az-c'],
      flags: {
        'kube-controller-manager.node-monitor-grace-period': '50s',
        'kube-controller-manager.node-eviction-rate': '0.1',
        'workload.tolerationSeconds': '10',
      },
    },
    probePath: "the containers' own addresses",
    phases: [],
    marks: [],
    faults: [],
    outages: [],
    reschedules: [],
    slis: {},
    slos: [],
    score: 71.4,
    verdict: 'fail',
    reasons: [
      'api.recoveryAfterHeal missed <= 90s: ≥ 130 s after the heal, the apiserver of aftershock-control-plane had not recovered.',
      'dns.availability was not measured: the scenario declares no dns probe.',
    ],
    validity: [
      { check: 'steady state', status: 'ok', detail: '6 of 6 nodes Ready, 6 of 6 replicas ready' },
      { check: 'lateness', status: 'ok', detail: 'P99 2.4 ms, largest 31 ms; at most 50 ms and 500 ms' },
      { check: 'control stream', status: 'ok', detail: 'no outage of null echo' },
      { check: 'probes sent', status: 'ok', detail: 'all that were due' },
      { check: 'injections proven', status: 'ok', detail: '3 of 3' },
      { check: 'watches', status: 'warning', detail: 'pods and deployments were blind for 1.3 s' },
    ],
    leftovers: [],
    applied: sampleApplied,
    harness: { latenessP99Ms: 2.4, probesPlanned: 0, probesSent: 0, cpuMs: 41_300, rssMb: 212 },
  };
}

function sampleSlis(requests: readonly RequestObservation[]): Readonly<Record<string, SliReport>> {
  const balancer = requests.filter(({ stream }) => stream.startsWith('lb '));
  const within = (phase: Phase): readonly RequestObservation[] =>
    balancer.filter(({ scheduledAt }) => scheduledAt >= phase.startAt && scheduledAt < phase.endAt);
  const perPhase = (unit: string, measure: (asked: readonly RequestObservation[]) => number): SliReport => ({
    status: 'measured',
    value: measure(balancer),
    unit,
    samples: balancer.length,
    evidence: 'all lb streams',
    phases: Object.fromEntries(
      samplePhases()
        .slice(1, 4)
        .map((phase) => [
          phase.name,
          { status: 'measured', value: measure(within(phase)), samples: within(phase).length },
        ]),
    ),
  });
  const waits = (asked: readonly RequestObservation[]): number[] =>
    asked.map(({ endedAt, scheduledAt }) => endedAt - scheduledAt);
  const single = (value: number, unit: string, samples: number, evidence: string): SliReport => ({
    status: 'measured',
    value,
    unit,
    samples,
    evidence,
    phases: {},
  });
  return {
    'api.availability': {
      ...perPhase('ratio', (asked) => asked.filter(({ good }) => good).length / asked.length),
      summary: 'Share of good requests through the load balancer.',
      definition: 'good / total over the lb streams, each request weighing the same; 95 % Wilson interval.',
      bounds: [0.973, 0.979],
    },
    'api.latency.p50': perPhase('duration', (asked) => percentile(waits(asked), 0.5)),
    'api.latency.p99': perPhase('duration', (asked) => percentile(waits(asked), 0.99)),
    'api.recovery': single(10_400, 'duration', 12_858, 'lb quorum-read new'),
    'api.recoveryAfterHeal': {
      ...single(130_200, 'duration', 2690, 'aftershock-control-plane readyz new'),
      status: 'censored',
      bounds: [130_200, 130_300],
    },
    'pods.reschedule.p99': single(27_940, 'duration', 2, 'web-74ffd9f64f-vgz5h to web-74ffd9f64f-wnqfj'),
    'pods.deficit': single(54.1, 'replica-seconds', 5, 'aftershock/web'),
    'dns.availability': {
      status: 'unmeasured',
      unit: 'ratio',
      reason: 'the scenario declares no dns probe',
      phases: {},
    },
  };
}

function sampleSlos(slis: Readonly<Record<string, SliReport>>): readonly SloReport[] {
  const slo = (sli: string, text: string, bound: number, judged: Partial<SloReport>): SloReport => {
    const { status: state, value, samples, unit = 'duration' } = slis[sli] ?? { status: 'unmeasured' };
    return {
      sli,
      objective: text,
      comparison: text.startsWith('>=') ? '>=' : '<=',
      bound,
      limit: 3 * bound,
      weight: 1,
      during: ['fault', 'recovery'],
      censored: state === 'censored',
      unit,
      status: 'met',
      reason: '',
      ...(value === undefined ? {} : { value }),
      ...(samples === undefined ? {} : { samples }),
      ...judged,
    };
  };
  return [
    slo('api.recovery', '<= 60s', 60_000, {
      score: 0.996,
      headroom: 0.827,
      weight: 3,
      reason: '10.4 s on lb quorum-read new',
    }),
    slo('api.recoveryAfterHeal', '<= 90s', 90_000, {
      status: 'missed',
      score: 0,
      headroom: -0.447,
      reason: 'never recovered: aftershock-control-plane readyz new was bad to the end',
    }),
    slo('api.availability', '>= 95%', 0.95, { score: 0.953, headroom: 0.0274, weight: 2, reason: '' }),
    slo('pods.reschedule.p99', '<= 60s', 60_000, {
      score: 0.982,
      headroom: 0.534,
      reason: 'old NotReady to new Ready',
    }),
    slo('pods.deficit', '<= 120 replica-seconds', 120, { score: 0.97, headroom: 0.549 }),
    slo('dns.availability', '>= 99%', 0.99, { status: 'unmeasured', reason: 'the scenario declares no dns probe' }),
  ];
}
