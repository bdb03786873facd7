import type { RequestObservation } from '../core/observation.ts';
import { judgedPhases } from '../core/phases.ts';
import type { StreamSpec } from '../core/stream.ts';
import type { Timeline } from '../core/timeline.ts';

/** A stream with all of its requests, in the order in which they were due. */
export interface StreamRequests {
  readonly stream: StreamSpec;
  readonly requests: readonly RequestObservation[];
}

/** Several reporters ask for the same timeline's. */
const cache = new WeakMap<Timeline, readonly StreamRequests[]>();

/** The requests of every stream, in the streams' order; a stream that sent none has an empty list. */
export function requestsByStream(timeline: Timeline): readonly StreamRequests[] {
  const known = cache.get(timeline) ?? sortedOut(timeline);
  cache.set(timeline, known);
  return known;
}

/** The same from the first judged phase on: before it, probes were warming up (decision 14). All where nothing is judged. */
export function judgedRequests(timeline: Timeline): readonly StreamRequests[] {
  const [first] = judgedPhases(timeline);
  const streams = requestsByStream(timeline);
  if (first === undefined) return streams;
  return streams.map(({ stream, requests }) => {
    const from = requests.findIndex(({ scheduledAt }) => scheduledAt >= first.startAt);
    return { stream, requests: from === -1 ? [] : requests.slice(from) };
  });
}

function sortedOut(timeline: Timeline): readonly StreamRequests[] {
  const byId = new Map<string, RequestObservation[]>(timeline.streams.map((stream) => [stream.id, []]));
  for (const observation of timeline.observations) {
    if (observation.kind === 'request') byId.get(observation.stream)?.push(observation);
  }
  return timeline.streams.map((stream) => ({
    stream,
    requests: (byId.get(stream.id) ?? []).sort((a, b) => a.scheduledAt - b.scheduledAt),
  }));
}

/** True when an answer came, however late: its latency is known, and nothing needs to be charged. */
export function wasAnswered(request: RequestObservation): boolean {
  return request.good || request.error === 'slow';
}

/** What a client waited, in ms from the scheduled instant; a failure is charged at least its timeout. */
export function clientLatencyMs(request: RequestObservation, stream: StreamSpec): number {
  const elapsedMs = Math.max(0, request.endedAt - request.scheduledAt);
  return wasAnswered(request) ? elapsedMs : Math.max(elapsedMs, stream.timeoutMs);
}
