import { apiClient } from '../client/api-client.ts';
import { electLeader } from '../client/leader-election.ts';
import { rateLimited } from '../client/rate-limit.ts';
import { type KeyQueue, keyQueue } from '../client/work-queue.ts';
import { serveHealth } from '../programs/health.ts';
import { controllerManagerPort } from '../programs/ports.ts';
import { componentIs, type Program } from '../programs/program.ts';
import { apiPlace, microStamp, stamp } from '../world.ts';
import { allControllers } from './all.ts';
import type { ControllerContext } from './controller.ts';
import { sharedInformers } from './informers.ts';
import { podMetrics } from './pod-metrics.ts';

/** From its process's start until it competes (assumed). */
const startUpMs = 1000;

/** kube-controller-manager: competes for its lease at its own apiserver, and runs every controller while it leads. */
export const controllerManager: Program = {
  name: 'kube-controller-manager',
  runs: componentIs('kube-controller-manager'),
  start: ({ world, node, process, on, warm }) => {
    const { params, network } = world;
    const random = world.random.fork(`${process.name} ${process.now()}`);
    const client = apiClient({
      world,
      process,
      from: on,
      to: apiPlace(world, node, true),
      user: 'system:kube-controller-manager',
      warm,
    });
    const queues = new Map<string, KeyQueue>();
    const lead = (): void => {
      const informers = sharedInformers(process, client, () => {
        const metrics = podMetrics({ network, process, from: on, nodes: informers.nodes });
        const context = { process, informers, params, metrics, random, stamp: () => stamp(process) };
        // Each controller has a client of its own, and with it a limit of its own.
        const { kubeApiQps, kubeApiBurst } = params.controllerManager;
        for (const { name, start, rateFactor = { qps: 1, burst: 1 } } of allControllers) {
          const rate = { qps: kubeApiQps * rateFactor.qps, burst: kubeApiBurst * rateFactor.burst };
          const queue: ControllerContext['queue'] = (sync, workers) => {
            const made = keyQueue(process, sync, workers);
            queues.set(name, made);
            return made;
          };
          start({ ...context, queue, client: rateLimited(client, process, rate) });
        }
      });
    };
    const { leaderElectLeaseDurationMs, leaderElectRenewDeadlineMs, leaderElectRetryPeriodMs } =
      params.controllerManager;
    process.after(warm ? 0 : startUpMs, () => {
      serveHealth(world, process, { on, port: controllerManagerPort, page: () => depthsOf(queues) });
      electLeader({
        process,
        client,
        namespace: 'kube-system',
        name: 'kube-controller-manager',
        identity: `${node.name}_${Math.floor(random.next() * 2 ** 32).toString(16)}`,
        leaseDurationMs: leaderElectLeaseDurationMs,
        renewDeadlineMs: leaderElectRenewDeadlineMs,
        retryPeriodMs: leaderElectRetryPeriodMs,
        jitter: random.next,
        stamp: () => microStamp(process),
        onStartedLeading: lead,
      });
    });
  },
};

/** By the name that the real one gives. */
function depthsOf(queues: ReadonlyMap<string, KeyQueue>): string {
  return [...queues].map(([name, queue]) => `workqueue_depth{name="${name}"} ${queue.depth()}\n`).join('');
}
