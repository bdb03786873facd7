import { apiClient } from '../client/api-client.ts';
import { electLeader } from '../client/leader-election.ts';
import { schedulerPort } from '../programs/ports.ts';
import { componentIs, type Program } from '../programs/program.ts';
import { serveHealth } from '../programs/health.ts';
import { apiPlace, microStamp } from '../world.ts';
import { startScheduling } from './cycle.ts';
import type { Waiting } from './pod-queue.ts';

/** From its process's start until it competes (assumed). */
const startUpMs = 1000;

/** kube-scheduler: competes for its lease, and gives each pod that has no node one that it fits on. */
export const scheduler: Program = {
  name: 'kube-scheduler',
  runs: componentIs('kube-scheduler'),
  start: ({ world, node, process, on, warm }) => {
    const { params } = world;
    const random = world.random.fork(`${process.name} ${process.now()}`);
    const to = apiPlace(world, node, true);
    const client = apiClient({
      world,
      process,
      from: on,
      to,
      user: 'system:kube-scheduler',
      warm,
    });
    const { leaderElectLeaseDurationMs, leaderElectRenewDeadlineMs, leaderElectRetryPeriodMs } = params.scheduler;
    process.after(warm ? 0 : startUpMs, () => {
      let waiting: Waiting | undefined;
      serveHealth(world, process, { on, port: schedulerPort, page: () => pendingOf(waiting?.()) });
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
        onStartedLeading: () => {
          waiting = startScheduling({ process, client, params: params.scheduler, random: random.next });
        },
      });
    });
  },
};

/** By the queues of the real one; a scheduler that does not lead has none. */
function pendingOf(waiting: ReturnType<Waiting> = { active: 0, backoff: 0, unschedulable: 0 }): string {
  return Object.entries(waiting)
    .map(([queue, count]) => `scheduler_pending_pods{queue="${queue}"} ${count}\n`)
    .join('');
}
