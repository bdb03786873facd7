import { logOf } from '../core/observation-log.ts';
import { judgedPhases } from '../core/phases.ts';
import type { RequestSample } from '../core/request-store.ts';
import { lowerBound, type Requests } from '../core/requests.ts';
import type { StreamSpec } from '../core/stream.ts';
import type { Timeline } from '../core/timeline.ts';

/** A stream with all of its requests, in the order in which they were due. */
export interface StreamRequests {
  readonly stream: StreamSpec;
  readonly requests: Requests;
}

/** The requests of every stream, in the streams' order; a stream that sent none has none. */
export function requestsByStream({ streams, observations }: Timeline): readonly StreamRequests[] {
  const log = logOf(observations);
  return streams.map((stream) => ({ stream, requests: log.requests(stream.id) }));
}

/** The same from the first judged phase on: before it, probes were warming up (decision 14). All where nothing is judged. */
export function judgedRequests(timeline: Timeline): readonly StreamRequests[] {
  const [first] = judgedPhases(timeline);
  const streams = requestsByStream(timeline);
  if (first === undefined) return streams;
  return streams.map(({ stream, requests }) => ({
    stream,
    requests: requests.slice(lowerBound(requests, first.startAt)),
  }));
}

/** True when an answer came, however late: its latency is known, and nothing needs to be charged. */
export function wasAnswered(request: RequestSample): boolean {
  return request.good || request.error === 'slow';
}

/** What a client waited, in ms from the scheduled instant; a failure is charged at least its timeout. */
export function clientLatencyMs(request: RequestSample, stream: StreamSpec): number {
  const elapsedMs = Math.max(0, request.endedAt - request.scheduledAt);
  return wasAnswered(request) ? elapsedMs : Math.max(elapsedMs, stream.timeoutMs);
}
