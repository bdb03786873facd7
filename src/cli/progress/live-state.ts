import type { Mark, PhaseName } from '../../core/timeline.ts';
import type { Observation, RequestObservation } from '../../core/observation.ts';

interface StreamState {
  readonly latencyMs: number;
  readonly good: boolean;
  readonly error: string | undefined;
  /** When the present run of bad answers began. */
  readonly badSince: number | undefined;
}

/** What the live display shows, folded from what a run tells. */
export interface LiveState {
  phase: PhaseName;
  phaseStartAt: number;
  phaseEndAt: number | undefined;
  readonly streams: Map<string, StreamState>;
  readonly workloads: Map<string, { ready: number; desired: number }>;
  readonly nodes: Map<string, string>;
  leader: string | undefined;
  readonly marks: Mark[];
}

/** Nothing seen yet. */
export function emptyLiveState(): LiveState {
  return {
    phase: 'setup',
    phaseStartAt: 0,
    phaseEndAt: undefined,
    streams: new Map(),
    workloads: new Map(),
    nodes: new Map(),
    leader: undefined,
    marks: [],
  };
}

/** Takes one observation in; most kinds are not shown while it runs. */
export function observe(state: LiveState, observation: Observation): void {
  const { kind } = observation;
  if (kind === 'request') {
    state.streams.set(observation.stream, nextStream(state.streams.get(observation.stream), observation));
  } else if (kind === 'workload') {
    state.workloads.set(observation.name, { ready: observation.ready, desired: observation.desired });
  } else if (kind === 'node') {
    state.nodes.set(observation.name, observation.ready);
  } else if (kind === 'etcd') {
    if (observation.isLeader === true) state.leader = observation.node;
    else if (state.leader === observation.node) state.leader = undefined;
  }
}

function nextStream(before: StreamState | undefined, sample: RequestObservation): StreamState {
  return {
    latencyMs: sample.endedAt - sample.scheduledAt,
    good: sample.good,
    error: sample.good
      ? undefined
      : sample.status === undefined
        ? sample.error
        : `${sample.error ?? 'bad'} ${sample.status}`,
    badSince: sample.good ? undefined : (before?.badSince ?? sample.scheduledAt),
  };
}
