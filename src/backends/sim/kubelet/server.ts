import { serveHttp } from '../http/server.ts';
import { kubeletPort, type PodMetrics } from './pod-metrics.ts';
import type { Kubelet } from './parts.ts';
import { usages } from './usage.ts';

const answerMs = 0.5;

/** The kubelet's own port: figures of its pods for the metrics pipeline, a refusal for everybody else. */
export function servePods({ world, node, process, workers }: Kubelet): void {
  serveHttp({
    network: world.network,
    process,
    on: node.on,
    port: kubeletPort,
    handler: (exchange) =>
      void process.work(answerMs, () => {
        const { path, headers } = exchange.request;
        if (path !== '/metrics/resource' || headers['authorization'] === undefined) {
          exchange.answer({ status: 401, body: 'Unauthorized' });
          return;
        }
        const body = usages(node, workers).map(({ pod: { metadata }, cpuMs, memoryBytes }): PodMetrics => {
          return { namespace: metadata.namespace ?? '', name: metadata.name, cpuMs, memoryBytes };
        });
        exchange.answer({ status: 200, body });
      }),
  });
}
