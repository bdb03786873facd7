import { apiClient } from '../client/api-client.ts';
import { electLeader } from '../client/leader-election.ts';
import { rateLimited } from '../client/rate-limit.ts';
import { serveHealth } from '../programs/health.ts';
import { componentIs, type Program } from '../programs/program.ts';
import { apiPlace, microStamp, stamp } from '../world.ts';
import { allControllers } from './all.ts';
import { sharedInformers } from './informers.ts';
import { podMetrics } from './pod-metrics.ts';

/** Where kube-controller-manager answers its kubelet. */
const healthPort = 10_257;
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
      network,
      process,
      from: on,
      to: apiPlace(world, node, true),
      user: 'system:kube-controller-manager',
    });
    const lead = (): void => {
      const informers = sharedInformers(process, client, () => {
        const metrics = podMetrics({ network, process, from: on, nodes: informers.nodes });
        const context = { process, informers, params, metrics, random, stamp: () => stamp(process) };
        // Each controller has a client of its own, and with it a limit of its own.
        const { kubeApiQps, kubeApiBurst } = params.controllerManager;
        for (const { start, rateFactor = { qps: 1, burst: 1 } } of allControllers) {
          const rate = { qps: kubeApiQps * rateFactor.qps, burst: kubeApiBurst * rateFactor.burst };
          start({ ...context, client: rateLimited(client, process, rate) });
        }
      });
    };
    const { leaderElectLeaseDurationMs, leaderElectRenewDeadlineMs, leaderElectRetryPeriodMs } =
      params.controllerManager;
    process.after(warm ? 0 : startUpMs, () => {
      serveHealth(world, process, on, healthPort);
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
