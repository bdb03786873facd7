import { pathAndQuery } from '../api/asked.ts';
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

/** What is counted of the requests of one set of labels. */
interface Requests {
  readonly labels: string;
  readonly felt: Histogram;
  readonly own: Histogram;
  /** How many were answered with each code. */
  readonly codes: Map<number, number>;
}

/** How many paths of a verb are remembered. Names of objects are many: this must not grow for ever. */
const mostPaths = 10_000;

/** Counts of no requests, of a process that began at this Unix ms. */
export function requestMetrics(startedUnixMs: number): RequestMetrics {
  const byLabels = new Map<string, Requests>();
  const byPath = new Map<string, Map<string, Requests>>();
  const asked = new Map<string, Histogram>();
  const rejected = new Map<Refusal, number>();
  const requestsLike = (request: Labelled): Requests => {
    const verb = isApply(request) ? 'APPLY' : request.method;
    const paths = byPath.get(verb) ?? new Map<string, Requests>();
    byPath.set(verb, paths);
    const known = paths.get(request.path);
    if (known !== undefined) return known;
    const labels = requestLabels(request);
    const requests = byLabels.get(labels) ?? noRequests(labels);
    byLabels.set(labels, requests);
    if (paths.size < mostPaths) paths.set(request.path, requests);
    return requests;
  };
  return {
    observe: (request, code, { ms, waitedMs }) => {
      const { felt, own, codes } = requestsLike(request);
      felt.observe(ms / 1000);
      own.observe((ms - waitedMs) / 1000);
      codes.set(code, (codes.get(code) ?? 0) + 1);
    },
    askedEtcd: (operation, durationMs) => {
      const one = asked.get(operation) ?? askedBy(operation);
      asked.set(operation, one);
      one.observe(durationMs / 1000);
    },
    reject: (reason) => rejected.set(reason, (rejected.get(reason) ?? 0) + 1),
    page: (inflight) => {
      const requests = [...byLabels.values()];
      return [
        `process_start_time_seconds ${startedUnixMs / 1000}`,
        '# TYPE apiserver_request_duration_seconds histogram',
        ...requests.map(({ felt }) => felt.text()),
        '# TYPE apiserver_request_sli_duration_seconds histogram',
        ...requests.map(({ own }) => own.text()),
        '# TYPE apiserver_request_total counter',
        ...requests.flatMap(({ labels, codes }) =>
          [...codes].map(([code, count]) => `apiserver_request_total{code="${code}",${labels}} ${count}`),
        ),
        '# TYPE etcd_request_duration_seconds histogram',
        ...[...asked.values()].map((one) => one.text()),
        '# TYPE apiserver_current_inflight_requests gauge',
        ...inflight,
        '# TYPE apiserver_flowcontrol_rejected_requests_total counter',
        ...[...rejected].map(
          ([reason, count]) => `apiserver_flowcontrol_rejected_requests_total{reason="${reason}"} ${count}`,
        ),
        '',
      ].join('\n');
    },
  };
}

function noRequests(labels: string): Requests {
  return {
    labels,
    felt: histogram({ name: 'apiserver_request_duration_seconds', labels, bounds }),
    own: histogram({ name: 'apiserver_request_sli_duration_seconds', labels, bounds }),
    codes: new Map(),
  };
}

function askedBy(operation: string): Histogram {
  return histogram({ name: 'etcd_request_duration_seconds', labels: `operation="${operation}"`, bounds });
}

/** The labels of a request, as the real apiserver's: `verb="LIST",group="apps",resource="deployments",subresource="",scope="namespace"`. */
export function requestLabels(request: Labelled): string {
  const { method, path } = request;
  const { pathname } = pathAndQuery(path);
  const { group, after } = partsOf(pathname.split('/').filter((part) => part !== ''));
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
