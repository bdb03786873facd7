import type { Objective } from '../../src/core/objective.ts';
import type { RunRecord } from '../../src/core/run.ts';
import type { Scenario } from '../../src/core/scenario.ts';
import type { Timeline } from '../../src/core/timeline.ts';
import {
  apiserver,
  type Bad,
  control,
  criticalStreams,
  lb,
  node,
  pod,
  requests,
  scrapes,
  sight,
  streamOf,
  timelineOf,
  workload,
} from './timeline-builder.ts';

/** An objective over fault and recovery. */
export function objectiveOf(sli: string, bound: number, more: Partial<Objective> = {}): Objective {
  return {
    sli,
    comparison: '<=',
    bound,
    text: `<= ${bound}`,
    limit: 3 * bound,
    weight: 1,
    during: ['fault', 'recovery'],
    ...more,
  };
}

/** A scenario of one fault, judged by recovery and rescheduling. */
export function scenarioOf(more: Partial<Scenario> = {}): Scenario {
  return {
    name: 'cut',
    title: 'A zone is cut off',
    labels: {},
    hypothesis: 'It survives.',
    requires: { zones: 0, controlPlanes: 0, workers: 0 },
    workload: undefined,
    cluster: {},
    timeline: { baselineMs: 30_000, recoveryMs: 90_000 },
    faults: [{ name: 'cut', type: 'zone-partition', atMs: 0, forMs: 60_000, with: {} }],
    probes: [],
    abort: [],
    slos: [objectiveOf('api.recovery', 60_000), objectiveOf('pods.reschedule.p99', 60_000)],
    source: { file: 'cut.yaml', text: 'kind: Scenario', overrides: [] },
    ...more,
  };
}

/** A whole run: the API is bad where `bad` says, and one of three replicas is lost at 50 s and replaced at 58 s. */
export function wholeTimeline(bad: readonly Bad[], parts: Partial<Timeline> = {}): Timeline {
  const direct = streamOf(apiserver('cp-1'), 'quorum-read', 'new');
  const echo = streamOf(control, 'echo', 'new');
  const asking = [...criticalStreams(), streamOf(lb, 'readyz', 'new')];
  const observations = [
    sight('pods', 1, 'seeing'),
    workload(1, 3),
    ...['a', 'b', 'c'].map((name) => pod(name, 2)),
    node('worker', 2, 'True'),
    ...asking.flatMap((stream) => requests(stream, 0, 180_000, bad)),
    ...[direct, echo].flatMap((stream) => requests(stream, 0, 180_000)),
    pod('a', 50_000, { ready: false, terminating: true }),
    pod('d', 50_100, { ready: false, phase: 'Pending' }),
    pod('d', 58_000),
    ...scrapes(['cp-1', 'cp-2', 'cp-3'], 0, 180_000, () => ({ hasLeader: true, leaderChanges: 1 })),
  ];
  return timelineOf({ streams: [...asking, direct, echo], observations, ...parts });
}

/** The record of a run that went as planned. */
export function recordOf(timeline: Timeline, more: Partial<RunRecord> = {}): RunRecord {
  const sent = [...timeline.observations].filter(({ kind }) => kind === 'request').length;
  return {
    runId: 'abc123',
    seed: 7,
    facts: { versions: { kubernetes: 'v1.33.0' }, topology: { nodes: [], zones: [], flags: {} }, probePath: 'direct' },
    timeline,
    steadyState: [],
    stoppedBy: undefined,
    leftovers: [],
    applied: [],
    harness: { probesPlanned: sent, probesSent: sent, cpuMs: 1, rssMb: 1 },
    ...more,
  };
}
