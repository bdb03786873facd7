import { serveHttp } from '../http/server.ts';
import { kubeletPort, type PodMetrics } from './pod-metrics.ts';
import type { Kubelet } from './parts.ts';
import { usages } from './usage.ts';

const answerMs = 0.5;

/** The kubelet's own port: figures of its pods and its own metrics for who proves who he is, a refusal for everybody else. */
export function servePages({ world, node, process, workers, starts }: Kubelet): void {
  const pages: Readonly<Record<string, (() => unknown) | undefined>> = {
    '/metrics': starts.page,
    '/metrics/resource': () =>
      usages(node, workers).map(({ pod: { metadata }, cpuMs, memoryBytes }): PodMetrics => {
        return { namespace: metadata.namespace ?? '', name: metadata.name, cpuMs, memoryBytes };
      }),
  };
  serveHttp({
    network: world.network,
    process,
    on: node.on,
    port: kubeletPort,
    handler: (exchange) =>
      void process.work(answerMs, () => {
        const { path, headers } = exchange.request;
        const page = headers['authorization'] === undefined ? undefined : pages[path];
        exchange.answer(page === undefined ? { status: 401, body: 'Unauthorized' } : { status: 200, body: page() });
      }),
  });
}
