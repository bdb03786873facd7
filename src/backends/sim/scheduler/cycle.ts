import type { ClusterParams } from '../../../core/cluster-params/index.ts';
import type { ApiClient } from '../client/api-client.ts';
import { type Delta, startInformer } from '../client/informer.ts';
import type { Process } from '../engine/process.ts';
import type { Node, Pod } from '../objects.ts';
import { placeFor } from './placement.ts';
import { type Load, noLoad, plus, requestsOf } from './resources.ts';

export interface Scheduling {
  readonly process: Process;
  readonly client: ApiClient;
  readonly params: ClusterParams['scheduler'];
  readonly random: () => number;
}

/** Filters and scores of one pod, without the binding (assumed). */
const cycleMs = 1;

/** Takes waiting pods one after the other; a pod that has been given a node counts there at once, before its binding is stored. */
export function startScheduling({ process, client, params, random }: Scheduling): void {
  /** Pods that were given a node which the informer does not show yet. */
  const assumed = new Map<string, { readonly pod: Pod; readonly node: string }>();
  const loads = new Map<string, Load>();
  const active = new Set<string>();
  const backoff = new Map<string, number>();
  /** Fit nowhere: until something changes that may help, or long enough. */
  const unschedulable = new Set<string>();
  let busy = false;

  const count = (node: string, pod: Pod, sign: 1 | -1): void => {
    loads.set(node, plus(loads.get(node) ?? noLoad, requestsOf(pod), sign));
  };
  const forget = (key: string): void => {
    const known = assumed.get(key);
    if (known === undefined) return;
    count(known.node, known.pod, -1);
    assumed.delete(key);
  };
  const isWaiting = (pod: Pod | undefined): pod is Pod =>
    pod !== undefined &&
    pod.spec.nodeName === undefined &&
    pod.metadata.deletionTimestamp === undefined &&
    pod.status?.phase !== 'Succeeded';

  const wake = (): void => {
    if (busy || active.size === 0) return;
    busy = true;
    process.after(cycleMs, cycle);
  };
  const later = (key: string): void => {
    const waitMs = backoff.get(key) ?? params.podInitialBackoffMs;
    backoff.set(key, Math.min(params.podMaxBackoffMs, waitMs * 2));
    process.after(waitMs, () => {
      if (!isWaiting(pods.get(key))) return;
      active.add(key);
      wake();
    });
  };
  /** Something changed that may make room: those that wait for it are tried again, each after its back-off. */
  const stir = (): void => {
    for (const key of unschedulable) later(key);
    unschedulable.clear();
  };
  const cycle = (): void => {
    busy = false;
    const next = active.values().next();
    if (next.done === true) return;
    active.delete(next.value);
    place(next.value);
    wake();
  };
  const place = (key: string): void => {
    const pod = pods.get(key);
    if (!isWaiting(pod) || assumed.has(key)) return;
    const node = placeFor(
      pod,
      {
        nodes: nodes.values(),
        loadOf: (name) => loads.get(name) ?? noLoad,
        placed: (namespace) => pods.under('namespace', namespace),
        nodeOf: (other) => other.spec.nodeName ?? assumed.get(keyOfPod(other))?.node,
      },
      random,
    );
    if (node === undefined) {
      unschedulable.add(key);
      return;
    }
    assumed.set(key, { pod, node });
    count(node, pod, 1);
    const { namespace = '', name } = pod.metadata;
    client
      .call('POST', `/api/v1/namespaces/${namespace}/pods/${name}/binding`, {
        body: {
          apiVersion: 'v1',
          kind: 'Binding',
          metadata: { name, namespace },
          target: { kind: 'Node', name: node },
        },
      })
      .then(() => backoff.delete(key))
      .catch(() => {
        forget(key);
        later(key);
      });
  };
  const podChanged = ({ key, before, after }: Delta<Pod>): void => {
    const from = before?.spec.nodeName;
    const to = after?.spec.nodeName;
    if (to !== undefined || after === undefined) forget(key);
    if (from !== undefined && before !== undefined) count(from, before, -1);
    if (to !== undefined && after !== undefined) count(to, after, 1);
    // A pod that leaves makes room, and changes how pods are spread.
    const left = from !== undefined && (after === undefined || leaves(before, after));
    if (left) stir();
    if (after === undefined) {
      active.delete(key);
      unschedulable.delete(key);
      backoff.delete(key);
    } else if (isWaiting(after) && !unschedulable.has(key) && !assumed.has(key) && before === undefined) {
      active.add(key);
      wake();
    }
  };
  const nodes = startInformer<Node>({
    process,
    client,
    path: '/api/v1/nodes',
    onChange: ({ before, after }) => {
      if (before?.spec !== after?.spec || before?.metadata.labels !== after?.metadata.labels) stir();
    },
  });
  const pods = startInformer<Pod>({
    process,
    client,
    path: '/api/v1/pods',
    indexes: { namespace: ({ metadata }) => [metadata.namespace ?? ''] },
    onChange: podChanged,
  });
  const flush = (): void => {
    stir();
    process.after(flushEveryMs, flush);
  };
  process.after(flushEveryMs, flush);
}

/** What waits without an event that would help is tried again (k8s.io/kubernetes, scheduling_queue.go: looked at each 30 s; assumed for all). */
const flushEveryMs = 30_000;

function keyOfPod({ metadata }: Pod): string {
  return `${metadata.namespace ?? ''}/${metadata.name}`;
}

function leaves(before: Pod | undefined, after: Pod): boolean {
  return before?.metadata.deletionTimestamp === undefined && after.metadata.deletionTimestamp !== undefined;
}
