import { type Histogram, histogram } from '../engine/histogram.ts';
import type { HttpRequest } from '../http/messages.ts';
import type { Refusal } from './seats.ts';

/** What an apiserver counts of its requests. */
export interface RequestMetrics {
  /** One answered request; `code` 0 where the connection was cut off instead. */
  readonly observe: (request: Labelled, code: number, took: Took) => void;
  /** One question to etcd. */
  readonly askedEtcd: (operation: string, durationMs: number) => void;
  /** One request that found no seat. */
  readonly reject: (reason: Refusal) => void;
  /** The page, with the real series' names; `inflight` are the lines of what is under way. */
  readonly page: (inflight: readonly string[]) => string;
}

/** What a request's labels are made of. */
type Labelled = Pick<HttpRequest, 'method' | 'path' | 'headers'>;

/** How long a request took from its arrival on, and how much of that it waited for a seat and for webhooks. */
interface Took {
  readonly ms: number;
  readonly waitedMs: number;
}

/** Bounds of apiserver_request_duration_seconds (k8s.io/apiserver, endpoints/metrics/metrics.go), and of etcd_request_duration_seconds. */
const bounds = [0.005, 0.025, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1, 1.25, 1.5, 2, 3, 4, 5, 6, 8, 10, 15, 20, 30, 45, 60];

/** Counts of no requests, of a process that began at this Unix ms. */
export function requestMetrics(startedUnixMs: number): RequestMetrics {
  const durations = new Map<string, { readonly felt: Histogram; readonly own: Histogram }>();
  const totals = new Map<string, Map<number, number>>();
  const known = new Map<string, string>();
  const asked = new Map<string, Histogram>();
  const rejected = new Map<Refusal, number>();
  const labelsFor = (request: Labelled): string => {
    const key = `${request.method} ${request.path} ${isApply(request) ? 'apply' : ''}`;
    const labels = known.get(key) ?? requestLabels(request);
    // Names of objects are many: what is remembered must not grow for ever.
    if (known.size < 10_000) known.set(key, labels);
    return labels;
  };
  return {
    observe: (request, code, { ms, waitedMs }) => {
      const labels = labelsFor(request);
      const one = durations.get(labels) ?? { felt: histogram(bounds), own: histogram(bounds) };
      durations.set(labels, one);
      one.felt.observe(ms / 1000);
      one.own.observe((ms - waitedMs) / 1000);
      const codes = totals.get(labels) ?? new Map<number, number>();
      totals.set(labels, codes);
      codes.set(code, (codes.get(code) ?? 0) + 1);
    },
    askedEtcd: (operation, durationMs) => {
      const one = asked.get(operation) ?? histogram(bounds);
      asked.set(operation, one);
      one.observe(durationMs / 1000);
    },
    reject: (reason) => rejected.set(reason, (rejected.get(reason) ?? 0) + 1),
    page: (inflight) =>
      [
        `process_start_time_seconds ${startedUnixMs / 1000}`,
        '# TYPE apiserver_request_duration_seconds histogram',
        ...[...durations].flatMap(([labels, { felt }]) => felt.lines('apiserver_request_duration_seconds', labels)),
        '# TYPE apiserver_request_sli_duration_seconds histogram',
        ...[...durations].flatMap(([labels, { own }]) => own.lines('apiserver_request_sli_duration_seconds', labels)),
        '# TYPE apiserver_request_total counter',
        ...[...totals].flatMap(([labels, codes]) =>
          [...codes].map(([code, count]) => `apiserver_request_total{code="${code}",${labels}} ${count}`),
        ),
        '# TYPE etcd_request_duration_seconds histogram',
        ...[...asked].flatMap(([operation, one]) =>
          one.lines('etcd_request_duration_seconds', `operation="${operation}"`),
        ),
        '# TYPE apiserver_current_inflight_requests gauge',
        ...inflight,
        '# TYPE apiserver_flowcontrol_rejected_requests_total counter',
        ...[...rejected].map(
          ([reason, count]) => `apiserver_flowcontrol_rejected_requests_total{reason="${reason}"} ${count}`,
        ),
        '',
      ].join('\n'),
  };
}

/** The labels of a request, as the real apiserver's: `verb="LIST",group="apps",resource="deployments",subresource="",scope="namespace"`. */
export function requestLabels(request: Labelled): string {
  const { method, path } = request;
  const { group, after } = partsOf((path.split('?')[0] ?? '').split('/').filter((part) => part !== ''));
  const isInside = after[0] === 'namespaces' && after.length > 2 && !ownParts.has(after[2] ?? '');
  const [resource = '', name, subresource = ''] = isInside ? after.slice(2) : after;
  const verb = verbOf(request, name !== undefined);
  const scope = name !== undefined || method === 'POST' ? 'resource' : isInside ? 'namespace' : 'cluster';
  return `verb="${verb}",group="${group}",resource="${resource}",subresource="${subresource}",scope="${scope}"`;
}

/** k8s.io/apiserver, endpoints/metrics/metrics.go, cleanVerb. */
function verbOf(request: Labelled, isNamed: boolean): string {
  const { method } = request;
  if (isApply(request)) return 'APPLY';
  if (isNamed) return method;
  return method === 'GET' ? 'LIST' : method === 'DELETE' ? 'DELETECOLLECTION' : method;
}

function isApply({ method, headers }: Labelled): boolean {
  return method === 'PATCH' && headers['content-type']?.startsWith('application/apply-patch') === true;
}

/** Subresources of a namespace itself. */
const ownParts = new Set(['status', 'finalize']);

function partsOf(parts: readonly string[]): { readonly group: string; readonly after: readonly string[] } {
  return parts[0] === 'apis' ? { group: parts[1] ?? '', after: parts.slice(3) } : { group: '', after: parts.slice(2) };
}
