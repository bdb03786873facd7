import { serveHttp } from '../http/server.ts';
import type { Program } from '../programs/program.ts';

export const daemonPort = 31_767;

/** What a controller asks of a daemon. */
export type DaemonCall = { readonly call: 'kill'; readonly containerId: string };

const killCostMs = 40;

/** chaos-daemon: does to the containers of its node what the controller says. */
export const chaosDaemon: Program = {
  name: 'chaos-daemon',
  runs: ({ metadata }, container) =>
    metadata.labels?.['app.kubernetes.io/component'] === 'chaos-daemon' && container === 'chaos-daemon',
  start: ({ world, node, process, on }) => {
    serveHttp({
      network: world.network,
      process,
      on,
      port: daemonPort,
      handler: (exchange) => {
        const { containerId } = exchange.request.body as DaemonCall;
        process.after(killCostMs, () => {
          const container = node.runtime.find(containerId);
          // The answer first: the daemon's own connection may go through what it kills.
          if (container === undefined) exchange.answer({ status: 500, body: `container ${containerId} not found` });
          else {
            exchange.answer({ status: 200, body: {} });
            container.process.exit(137);
          }
        });
      },
    });
  },
};
