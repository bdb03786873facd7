import { uniform } from '../engine/spread.ts';
import { serveHttp } from '../http/server.ts';
import type { Program } from '../programs/program.ts';
import { act } from './daemon-acts/all.ts';
import type { DaemonCall } from './daemon-call.ts';

export const daemonPort = 31_767;

const killCostMs = 40;
/** ipset and iptables in a pod's network: 0.1 to 0.6 s a pod on the recorded cluster (evidence/chaos-mesh, f and l). */
const leastRulesMs = 60;
const mostRulesMs = 500;
/** A process started, or memory written, in a container: under 0.1 s on the recorded cluster (evidence/chaos-mesh, i and j). */
const otherCostMs = 30;

/** chaos-daemon: does to the containers of its node what the controller says. */
export const chaosDaemon: Program = {
  name: 'chaos-daemon',
  runs: ({ metadata }, container) =>
    metadata.labels?.['app.kubernetes.io/component'] === 'chaos-daemon' && container === 'chaos-daemon',
  start: (context) => {
    const { world, process, on } = context;
    const rulesMs = uniform(world.random.fork(`${process.name} ${process.now()}`), leastRulesMs, mostRulesMs);
    const costOf = (call: DaemonCall['call']): number =>
      call === 'kill' ? killCostMs : call === 'set-rules' ? rulesMs() : otherCostMs;
    serveHttp({
      network: world.network,
      process,
      on,
      port: daemonPort,
      handler: (exchange) => {
        const body = exchange.request.body as DaemonCall;
        process.after(costOf(body.call), () => {
          try {
            const { answer = {}, then } = act(context, body);
            exchange.answer({ status: 200, body: answer });
            then?.();
          } catch (error) {
            const why = error instanceof Error ? error.message : String(error);
            exchange.answer({ status: 500, body: `rpc error: code = Unknown desc = ${why}` });
          }
        });
      },
    });
  },
};
