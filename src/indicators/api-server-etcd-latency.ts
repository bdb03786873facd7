import { histogramP99 } from './histogram-p99.ts';
import { labelWords } from './metric-scrapes.ts';

/** How long etcd took to answer the apiservers. */
export const apiServerEtcdLatencyP99 = histogramP99({
  name: 'api.server.etcdLatency.p99',
  summary: 'P99 of how long etcd took for a request of an apiserver, of the slowest operation.',
  definition: 'Over each operation, summed over all apiservers; the slowest of them counts.',
  component: 'kube-apiserver',
  family: 'etcd_request_duration_seconds',
  groupOf: (_, series) => labelWords(series),
});
