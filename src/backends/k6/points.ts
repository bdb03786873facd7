import { z } from 'zod';
import type { LoadObservation, Observation } from '../../core/observation.ts';

const pointSchema = z.object({
  type: z.literal('Point'),
  metric: z.string(),
  data: z.object({
    time: z.string(),
    value: z.number(),
    tags: z.record(z.string(), z.string()).nullish(),
  }),
});
type Point = z.output<typeof pointSchema>;

/** Parts of a request's time that k6 tells by themselves; http_req_duration has only the last three (k6, tracer.go, Done). */
const parts = new Set([
  'http_req_blocked',
  'http_req_connecting',
  'http_req_tls_handshaking',
  'http_req_sending',
  'http_req_waiting',
  'http_req_receiving',
]);

/** A request whose points are coming in. */
interface Open {
  readonly endedUnixMs: number;
  readonly tags: Readonly<Record<string, string>>;
  elapsedMs: number;
}

/**
 * Reads k6's JSON output line by line. k6 writes the points of a request one after the other, http_reqs the first and
 * http_req_failed the last. A request that failed is charged its time-out, or longer if it took longer: k6 itself writes 0 for one
 * that never connected. Lines that are no points are left out.
 */
export function k6Reader(
  { startedAtUnixMs, timeoutMs }: { readonly startedAtUnixMs: number; readonly timeoutMs: number },
  emit: (observation: Observation) => void,
): (line: string) => void {
  let open: Open | undefined;
  return (line) => {
    const point = pointOf(line);
    if (point === undefined) return;
    const { metric, data } = point;
    const unixMs = Date.parse(data.time);
    if (metric === 'dropped_iterations') {
      emit({ kind: 'load-dropped', at: unixMs - startedAtUnixMs, count: data.value });
    } else if (metric === 'http_reqs') {
      open = { endedUnixMs: unixMs, tags: data.tags ?? {}, elapsedMs: 0 };
    } else if (open !== undefined && parts.has(metric)) {
      open.elapsedMs += data.value;
    } else if (open !== undefined && metric === 'http_req_failed') {
      emit(request(open, data.value !== 0, { startedAtUnixMs, timeoutMs }));
      open = undefined;
    }
  };
}

function pointOf(line: string): Point | undefined {
  if (!line.startsWith('{"')) return undefined;
  try {
    const point = pointSchema.safeParse(JSON.parse(line));
    return point.success ? point.data : undefined;
  } catch {
    return undefined; // cut short as the process ended
  }
}

function request(
  { endedUnixMs, tags, elapsedMs }: Open,
  failed: boolean,
  { startedAtUnixMs, timeoutMs }: { readonly startedAtUnixMs: number; readonly timeoutMs: number },
): LoadObservation {
  const status = Number(tags['status'] ?? 0);
  const error = tags['error'] ?? (failed ? `status ${status}` : undefined);
  return {
    kind: 'load',
    at: endedUnixMs - startedAtUnixMs - elapsedMs,
    ms: failed ? Math.max(elapsedMs, timeoutMs) : elapsedMs,
    good: !failed,
    ...(status > 0 ? { status } : {}),
    ...(error === undefined ? {} : { error }),
  };
}
