import { histogramP99 } from './histogram-p99.ts';
import { labelWords } from './metric-scrapes.ts';

/** How long the apiservers themselves took. */
export const apiServerLatencyP99 = histogramP99({
  name: 'api.server.latency.p99',
  summary: 'P99 of how long the apiservers took for a request, by their own count, of the slowest verb and resource.',
  definition:
    'Over each verb, resource, subresource and scope, summed over all apiservers, without watches, connections and what streams; the slowest of them counts. ' +
    'Time in webhooks and in the queues of priority and fairness is not in it (SIG Scalability’s api_call_latency).',
  component: 'kube-apiserver',
  family: 'apiserver_request_sli_duration_seconds',
  groupOf: (_, series) => labelWords(series),
});
