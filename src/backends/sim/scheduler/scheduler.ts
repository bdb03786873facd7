import { apiClient } from '../client/api-client.ts';
import { electLeader } from '../client/leader-election.ts';
import { componentIs, type Program } from '../programs/program.ts';
import { serveHealth } from '../programs/health.ts';
import { apiPlace, microStamp } from '../world.ts';
import { startScheduling } from './cycle.ts';

/** Where kube-scheduler answers its kubelet. */
const healthPort = 10_259;
/** From its process's start until it competes (assumed). */
const startUpMs = 1000;

/** kube-scheduler: competes for its lease, and gives each pod that has no node one that it fits on. */
export const scheduler: Program = {
  name: 'kube-scheduler',
  runs: componentIs('kube-scheduler'),
  start: ({ world, node, process, on, warm }) => {
    const { params, network } = world;
    const random = world.random.fork(`${process.name} ${process.now()}`);
    const to = apiPlace(world, node, true);
    const client = apiClient({ network, process, from: on, to, user: 'system:kube-scheduler' });
    const { leaderElectLeaseDurationMs, leaderElectRenewDeadlineMs, leaderElectRetryPeriodMs } = params.scheduler;
    process.after(warm ? 0 : startUpMs, () => {
      serveHealth(world, process, on, healthPort);
      electLeader({
        process,
        client,
        namespace: 'kube-system',
        name: 'kube-scheduler',
        identity: `${node.name}_${Math.floor(random.next() * 2 ** 32).toString(16)}`,
        leaseDurationMs: leaderElectLeaseDurationMs,
        renewDeadlineMs: leaderElectRenewDeadlineMs,
        retryPeriodMs: leaderElectRetryPeriodMs,
        jitter: random.next,
        stamp: () => microStamp(process),
        onStartedLeading: () => startScheduling({ process, client, params: params.scheduler, random: random.next }),
      });
    });
  },
};
