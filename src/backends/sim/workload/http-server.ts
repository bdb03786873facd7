import { serveHttp } from '../http/server.ts';
import type { Program } from '../programs/program.ts';

const costMs = 0.4;
/** It goes on serving while its endpoint is being withdrawn (scenarios/workloads/web.yaml). */
const drainMs = 2000;

/** Any container that declares ports: a small HTTP server that answers every path with who it is. */
export const httpServer: Program = {
  name: 'http-server',
  runs: ({ spec }, container) => (spec.containers.find(({ name }) => name === container)?.ports ?? []).length > 0,
  start: ({ world, node, process, on, pod, container }) => {
    process.onTerminate(() => void process.after(drainMs, () => process.exit(0)));
    const ports = pod.spec.containers.find(({ name }) => name === container)?.ports ?? [];
    for (const { containerPort } of ports) {
      serveHttp({
        network: world.network,
        process,
        on,
        port: containerPort,
        handler: (exchange) => {
          process.after(costMs, () =>
            exchange.answer({ status: 200, body: { pod: pod.metadata.name, node: node.name } }),
          );
        },
      });
    }
  },
};
