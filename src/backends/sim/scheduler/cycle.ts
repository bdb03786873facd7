import type { ClusterParams } from '../../../core/cluster-params/index.ts';
import type { ApiClient } from '../client/api-client.ts';
import { type Delta, startInformer } from '../client/informer.ts';
import type { Process } from '../engine/process.ts';
import type { Node, Pod } from '../objects.ts';
import { assignedPods } from './assigned.ts';
import { placeFor } from './placement.ts';
import { podQueue, type Waiting } from './pod-queue.ts';

export interface Scheduling {
  readonly process: Process;
  readonly client: ApiClient;
  readonly params: ClusterParams['scheduler'];
  readonly random: () => number;
}

/** Answers with how many wait. Takes waiting pods one after the other; a pod that has been given a node counts there at once, before its binding is stored. */
export function startScheduling({ process, client, params, random }: Scheduling): Waiting {
  const assigned = assignedPods();
  const search = { from: 0 };
  const place = (key: string): void => {
    const pod = pods.get(key);
    if (pod === undefined || !wantsNode(pod) || assigned.assumedNode(key) !== undefined) return;
    const view = {
      nodes: nodes.values(),
      loadOf: assigned.loadOf,
      placed: (namespace: string) => pods.under('namespace', namespace),
      nodeOf: (other: Pod) => other.spec.nodeName ?? assigned.assumedNode(keyOfPod(other)),
      search,
    };
    const node = placeFor(pod, view, random);
    if (node === undefined) {
      queue.park(key);
      return;
    }
    assigned.assume(key, pod, node);
    bind(client, pod, node)
      .then(() => queue.settled(key))
      .catch(() => {
        assigned.forget(key);
        queue.retry(key);
      });
  };
  const isWaiting = (key: string): boolean => {
    const pod = pods.get(key);
    return pod !== undefined && wantsNode(pod);
  };
  const queue = podQueue({ process, params, isWaiting, take: place });
  const podChanged = ({ key, before, after }: Delta<Pod>): void => {
    if (after?.spec.nodeName !== undefined || after === undefined) assigned.forget(key);
    assigned.changed(before, after);
    // A pod that leaves makes room, and changes how pods are spread.
    if (before?.spec.nodeName !== undefined && leaves(before, after)) queue.stir();
    if (after === undefined) queue.remove(key);
    else if (before === undefined && wantsNode(after)) queue.add(key);
  };
  const nodes = startInformer<Node>({
    process,
    client,
    path: '/api/v1/nodes',
    onChange: ({ before, after }) => {
      if (before?.spec !== after?.spec || before?.metadata.labels !== after?.metadata.labels) queue.stir();
    },
  });
  const pods = startInformer<Pod>({
    process,
    client,
    path: '/api/v1/pods',
    indexes: { namespace: ({ metadata }) => [metadata.namespace ?? ''] },
    onChange: podChanged,
  });
  return queue.waiting;
}

async function bind(client: ApiClient, { metadata: { namespace = '', name } }: Pod, node: string): Promise<void> {
  const target = { kind: 'Node', name: node };
  const body = { apiVersion: 'v1', kind: 'Binding', metadata: { name, namespace }, target };
  await client.call('POST', `/api/v1/namespaces/${namespace}/pods/${name}/binding`, { body });
}

function wantsNode({ metadata, spec, status }: Pod): boolean {
  return spec.nodeName === undefined && metadata.deletionTimestamp === undefined && status?.phase !== 'Succeeded';
}

function keyOfPod({ metadata }: Pod): string {
  return `${metadata.namespace ?? ''}/${metadata.name}`;
}

function leaves(before: Pod, after: Pod | undefined): boolean {
  if (after === undefined) return true;
  return before.metadata.deletionTimestamp === undefined && after.metadata.deletionTimestamp !== undefined;
}
