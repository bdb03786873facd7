import { type Histogram, histogram } from '../engine/histogram.ts';
import type { HttpRequest } from '../http/messages.ts';

/** What an apiserver counts of its requests. */
export interface RequestMetrics {
  /** One answered request; `code` 0 where the connection was cut off instead. */
  readonly observe: (request: Pick<HttpRequest, 'method' | 'path'>, code: number, durationMs: number) => void;
  /** One request that found no seat. */
  readonly reject: () => void;
  /** The page, with the real series' names. */
  readonly page: (inflight: number) => string;
}

/** Bounds of apiserver_request_duration_seconds (k8s.io/apiserver, endpoints/metrics/metrics.go). */
const bounds = [0.005, 0.025, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1, 1.25, 1.5, 2, 3, 4, 5, 6, 8, 10, 15, 20, 30, 45, 60];

/** Counts of no requests, of a process that began at this Unix ms. */
export function requestMetrics(startedUnixMs: number): RequestMetrics {
  const durations = new Map<string, Histogram>();
  const totals = new Map<string, Map<number, number>>();
  const known = new Map<string, string>();
  let rejected = 0;
  const labelsFor = (request: Pick<HttpRequest, 'method' | 'path'>): string => {
    const key = `${request.method} ${request.path}`;
    const labels = known.get(key) ?? requestLabels(request);
    // Names of objects are many: what is remembered must not grow for ever.
    if (known.size < 10_000) known.set(key, labels);
    return labels;
  };
  return {
    observe: (request, code, durationMs) => {
      const labels = labelsFor(request);
      const one = durations.get(labels) ?? histogram(bounds);
      durations.set(labels, one);
      one.observe(durationMs / 1000);
      const codes = totals.get(labels) ?? new Map<number, number>();
      totals.set(labels, codes);
      codes.set(code, (codes.get(code) ?? 0) + 1);
    },
    reject: () => (rejected += 1),
    page: (inflight) =>
      [
        `process_start_time_seconds ${startedUnixMs / 1000}`,
        '# TYPE apiserver_request_duration_seconds histogram',
        ...[...durations].flatMap(([labels, one]) => one.lines('apiserver_request_duration_seconds', labels)),
        // No webhook and no queue is told apart from the rest here: both families count the same.
        '# TYPE apiserver_request_sli_duration_seconds histogram',
        ...[...durations].flatMap(([labels, one]) => one.lines('apiserver_request_sli_duration_seconds', labels)),
        '# TYPE apiserver_request_total counter',
        ...[...totals].flatMap(([labels, codes]) =>
          [...codes].map(([code, count]) => `apiserver_request_total{code="${code}",${labels}} ${count}`),
        ),
        '# TYPE apiserver_current_inflight_requests gauge',
        `apiserver_current_inflight_requests ${inflight}`,
        ...(rejected === 0 ? [] : [`apiserver_flowcontrol_rejected_requests_total{reason="time-out"} ${rejected}`]),
        '',
      ].join('\n'),
  };
}

/** The labels of a request, as the real apiserver's: `verb="LIST",group="apps",resource="deployments",subresource="",scope="namespace"`. */
export function requestLabels({ method, path }: Pick<HttpRequest, 'method' | 'path'>): string {
  const { group, after } = partsOf((path.split('?')[0] ?? '').split('/').filter((part) => part !== ''));
  const isInside = after[0] === 'namespaces' && after.length > 2 && !ownParts.has(after[2] ?? '');
  const [resource = '', name, subresource = ''] = isInside ? after.slice(2) : after;
  const verb = method === 'GET' && name === undefined ? 'LIST' : method;
  const scope = verb === 'LIST' ? (isInside ? 'namespace' : 'cluster') : 'resource';
  return `verb="${verb}",group="${group}",resource="${resource}",subresource="${subresource}",scope="${scope}"`;
}

/** Subresources of a namespace itself. */
const ownParts = new Set(['status', 'finalize']);

function partsOf(parts: readonly string[]): { readonly group: string; readonly after: readonly string[] } {
  return parts[0] === 'apis' ? { group: parts[1] ?? '', after: parts.slice(3) } : { group: '', after: parts.slice(2) };
}
