import { type Histogram, histogram } from '../engine/histogram.ts';

/** What an apiserver counts of its requests. */
export interface RequestMetrics {
  /** One answered request; `code` 0 where the connection was cut off instead. */
  readonly observe: (verb: string, code: number, durationMs: number) => void;
  /** The page, with the real series' names. */
  readonly page: (inflight: number) => string;
}

/** Bounds of apiserver_request_duration_seconds (k8s.io/apiserver, endpoints/metrics/metrics.go). */
const bounds = [0.005, 0.025, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1, 1.25, 1.5, 2, 3, 4, 5, 6, 8, 10, 15, 20, 30, 45, 60];

/** Counts of no requests. */
export function requestMetrics(): RequestMetrics {
  const durations = new Map<string, Histogram>();
  /** By verb, then by code. */
  const totals = new Map<string, Map<number, number>>();
  return {
    observe: (verb, code, durationMs) => {
      const known = durations.get(verb) ?? histogram(bounds);
      durations.set(verb, known);
      known.observe(durationMs / 1000);
      const codes = totals.get(verb) ?? new Map<number, number>();
      totals.set(verb, codes);
      codes.set(code, (codes.get(code) ?? 0) + 1);
    },
    page: (inflight) =>
      [
        '# TYPE apiserver_request_duration_seconds histogram',
        ...[...durations].flatMap(([verb, one]) => one.lines('apiserver_request_duration_seconds', `verb="${verb}"`)),
        '# TYPE apiserver_request_total counter',
        ...[...totals].flatMap(([verb, codes]) =>
          [...codes].map(([code, count]) => `apiserver_request_total{code="${code}",verb="${verb}"} ${count}`),
        ),
        '# TYPE apiserver_current_inflight_requests gauge',
        `apiserver_current_inflight_requests ${inflight}`,
        '',
      ].join('\n'),
  };
}
