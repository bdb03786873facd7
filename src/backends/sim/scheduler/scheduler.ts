import { type ApiClient, apiClient } from '../client/api-client.ts';
import { type Informer, startInformer } from '../client/informer.ts';
import { electLeader } from '../client/leader-election.ts';
import { keyQueue } from '../client/work-queue.ts';
import type { Process } from '../engine/process.ts';
import type { Node, Pod } from '../objects.ts';
import { componentIs, type Program } from '../programs/program.ts';
import { keyOf } from '../store/object.ts';
import { apiPlace, microStamp } from '../world.ts';
import { placeFor } from './placement.ts';

/** kube-scheduler: competes for its lease, and gives each pod that has no node one that it fits on. */
export const scheduler: Program = {
  name: 'kube-scheduler',
  runs: componentIs('kube-scheduler'),
  start: ({ world, node, process, on, warm }) => {
    const { params, network } = world;
    const random = world.random.fork(`${process.name} ${process.now()}`);
    const client = apiClient({
      network,
      process,
      from: on,
      to: apiPlace(world, node, true),
      user: 'system:kube-scheduler',
    });
    const { leaderElectLeaseDurationMs, leaderElectRenewDeadlineMs, leaderElectRetryPeriodMs } = params.scheduler;
    const lead = (): void => {
      const waiting = new Map<string, number>();
      const queue = keyQueue(process, async (key) => {
        const placed = await schedule({ process, client, pods, nodes, random: random.next }, key);
        if (placed) waiting.delete(key);
        else {
          const waitMs = Math.min(
            params.scheduler.podMaxBackoffMs,
            waiting.get(key) ?? params.scheduler.podInitialBackoffMs,
          );
          waiting.set(key, waitMs * 2);
          queue.addAfter(key, waitMs);
        }
      });
      const nodes = startInformer<Node>({ process, client, path: '/api/v1/nodes' });
      const pods: Informer<Pod> = startInformer<Pod>({
        process,
        client,
        path: '/api/v1/pods',
        indexes: { node: ({ spec }) => [spec.nodeName ?? ''] },
        onChange: ({ key, after }) => {
          if (
            after !== undefined &&
            after.spec.nodeName === undefined &&
            after.metadata.deletionTimestamp === undefined
          )
            queue.add(key);
        },
      });
    };
    process.after(warm ? 0 : 1000, () =>
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
        stamp: () => microStamp(world),
        onStartedLeading: lead,
      }),
    );
  },
};

interface Scheduling {
  readonly process: Process;
  readonly client: ApiClient;
  readonly pods: Informer<Pod>;
  readonly nodes: Informer<Node>;
  readonly random: () => number;
}

/** False when the pod fits nowhere, or its binding was refused. */
async function schedule({ process, client, pods, nodes, random }: Scheduling, key: string): Promise<boolean> {
  const pod = pods.get(key);
  if (pod === undefined || pod.spec.nodeName !== undefined || pod.metadata.deletionTimestamp !== undefined) return true;
  const node = placeFor(pod, { nodes: [...nodes.values()], podsOn: (name) => pods.under('node', name) }, random);
  if (node === undefined) return false;
  const { namespace, name } = pod.metadata;
  const path = `/api/v1/namespaces/${namespace ?? ''}/pods/${name}`;
  await client.call('PATCH', path, { body: { spec: { nodeName: node } } });
  // The binding must be counted before the next pod is looked at: the informer hears of it only later.
  while (pods.get(keyOf(namespace, name))?.spec.nodeName === undefined && pods.get(key) !== undefined) {
    await process.sleep(5);
  }
  return true;
}
