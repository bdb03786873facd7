import { histogramP99 } from './histogram-p99.ts';
import { labelWords } from './metric-scrapes.ts';

/** How long the apiservers took, waits included. */
export const apiServerFeltLatencyP99 = histogramP99({
  name: 'api.server.feltLatency.p99',
  summary:
    'P99 of how long the apiservers took for a request, webhooks and queues included, of the slowest verb and resource.',
  definition:
    'As api.server.latency.p99, with the time in webhooks and in the queues of priority and fairness: what clients feel.',
  component: 'kube-apiserver',
  family: 'apiserver_request_duration_seconds',
  groupOf: (_, series) => labelWords(series),
});
