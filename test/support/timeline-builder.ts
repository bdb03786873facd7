import type {
  EtcdObservation,
  NodeObservation,
  Observation,
  PodObservation,
  RequestError,
  RequestObservation,
  WorkloadObservation,
} from '../../src/core/observation.ts';
import {
  type ConnectionMode,
  type Operation,
  type ProbeTarget,
  streamId,
  type StreamSpec,
} from '../../src/core/stream.ts';
import type { FaultRecord, InjectionRecord, Phase, Timeline } from '../../src/core/timeline.ts';

export const lb: ProbeTarget = { name: 'lb', role: 'load-balancer', node: undefined };
export const control: ProbeTarget = { name: 'null', role: 'null', node: undefined };
export const apiserver = (node: string): ProbeTarget => ({ name: node, role: 'apiserver', node });
export const entry = (node: string): ProbeTarget => ({ name: `app@${node}`, role: 'app', node });

/** A stream at 10 Hz that gives up after 5 s. */
export function streamOf(
  target: ProbeTarget,
  operation: Operation,
  connection: ConnectionMode,
  more: Partial<StreamSpec> = {},
): StreamSpec {
  const id = streamId(target, operation, connection);
  return { id, target, operation, connection, periodMs: 100, phaseMs: 0, timeoutMs: 5000, goodWithinMs: 1000, ...more };
}

/** The four streams that recovery is judged by. */
export function criticalStreams(): readonly StreamSpec[] {
  return (['quorum-read', 'write'] as const).flatMap((operation) =>
    (['new', 'reused'] as const).map((mode) => streamOf(lb, operation, mode)),
  );
}

/** `[from, to)`, in scheduled instants, in which requests are bad. */
export type Bad = readonly [fromMs: number, toMs: number, error?: RequestError];

/** One request: good and answered after 10 ms, unless told otherwise. */
export function request(
  stream: StreamSpec,
  scheduledAt: number,
  more: Partial<RequestObservation> = {},
): RequestObservation {
  return {
    kind: 'request',
    stream: stream.id,
    scheduledAt,
    sentAt: scheduledAt,
    endedAt: scheduledAt + 10,
    good: true,
    reusedConnection: stream.connection === 'reused',
    ...more,
  };
}

/** The requests of a stream that are due in `[fromMs, toMs)`. */
export function requests(
  stream: StreamSpec,
  fromMs: number,
  toMs: number,
  bad: readonly Bad[] = [],
): readonly RequestObservation[] {
  const count = Math.max(0, Math.ceil((toMs - fromMs - stream.phaseMs) / stream.periodMs));
  return Array.from({ length: count }, (_, i) => {
    const at = fromMs + stream.phaseMs + i * stream.periodMs;
    const trouble = bad.find(([from, to]) => at >= from && at < to);
    return trouble === undefined
      ? request(stream, at)
      : request(stream, at, { good: false, error: trouble[2] ?? 'refused' });
  });
}

/** A run of 30 s baseline, 60 s fault, 90 s recovery; `phases` of a short name. */
export const usualPhases: readonly Phase[] = [
  { name: 'baseline', startAt: 0, endAt: 30_000 },
  { name: 'fault', startAt: 30_000, endAt: 90_000 },
  { name: 'recovery', startAt: 90_000, endAt: 180_000 },
];

/** An injection that was proven and healed, unless told otherwise. */
export function injection(appliedAt: number, injectedAt: number, more: Partial<InjectionRecord> = {}): InjectionRecord {
  return {
    kind: 'chaos-mesh',
    name: 'NetworkChaos cut',
    appliedAt,
    injectedAt,
    provedAt: injectedAt,
    healingAt: 89_000,
    healedAt: 90_000,
    goneAt: 90_000,
    proof: { status: 'proven', detail: 'seen' },
    ...more,
  };
}

/** An injection that nobody saw healed. */
export function unhealed(goneAt?: number): InjectionRecord {
  const { kind, name, proof } = injection(0, 0);
  return { kind, name, proof, appliedAt: 30_000, injectedAt: 30_000, ...(goneAt === undefined ? {} : { goneAt }) };
}

export function faultOf(injections: readonly InjectionRecord[], more: Partial<FaultRecord> = {}): FaultRecord {
  return { name: 'cut', type: 'zone-partition', targets: [], disabledNodes: [], injections, ...more };
}

/** A fault that strikes at 30 s and is healed at 90 s. */
const usualFault: FaultRecord = faultOf([injection(30_000, 30_000)]);

/** A timeline of the usual phases and fault, unless told otherwise. */
export function timelineOf(parts: Partial<Timeline>): Timeline {
  return {
    phases: usualPhases,
    marks: [],
    faults: [usualFault],
    streams: [],
    observations: [],
    startedAtUnixMs: 1_700_000_000_000,
    endedAt: 180_000,
    ...parts,
  };
}

/** The critical streams from 0 to the end, bad where `bad` says; one `bad` for all, or one for each id. */
export function criticalTimeline(
  bad: readonly Bad[] | Readonly<Record<string, readonly Bad[]>>,
  parts: Partial<Timeline> = {},
): Timeline {
  const streams = criticalStreams();
  const badOf = (id: string): readonly Bad[] =>
    'length' in bad ? (bad as readonly Bad[]) : ((bad as Record<string, readonly Bad[]>)[id] ?? []);
  return timelineOf({
    streams,
    observations: streams.flatMap((stream) => requests(stream, 0, parts.endedAt ?? 180_000, badOf(stream.id))),
    ...parts,
  });
}

/** A pod of `owner` as seen at `at`: Ready on a node, unless told otherwise. */
export function pod(name: string, at: number, more: Partial<PodObservation> = {}): PodObservation {
  return {
    kind: 'pod',
    at,
    change: 'present',
    namespace: 'aftershock',
    name,
    uid: `uid-${name}`,
    node: 'worker',
    ownerUid: 'rs',
    labels: { app: 'web' },
    phase: 'Running',
    ready: true,
    terminating: false,
    ...more,
  };
}

export function workload(at: number, desired: number): WorkloadObservation {
  return {
    kind: 'workload',
    at,
    namespace: 'aftershock',
    name: 'web',
    desired,
    ready: desired,
    selector: { app: 'web' },
  };
}

export function node(name: string, at: number, ready: NodeObservation['ready']): NodeObservation {
  return { kind: 'node', at, name, zone: 'az-a', ready, taints: [] };
}

export function sight(resource: string, at: number, state: 'seeing' | 'blind'): Observation {
  return { kind: 'watch', at, resource, state };
}

/** Scrapes of etcd members once a second in `[fromMs, toMs)`. */
export function scrapes(
  members: readonly string[],
  fromMs: number,
  toMs: number,
  state: (member: string, at: number) => Partial<EtcdObservation>,
): readonly EtcdObservation[] {
  const count = Math.ceil((toMs - fromMs) / 1000);
  return Array.from({ length: count }, (_, i) => fromMs + i * 1000).flatMap((at) =>
    members.map(
      (member): EtcdObservation => ({ kind: 'etcd', at, node: member, reachable: true, ...state(member, at) }),
    ),
  );
}
