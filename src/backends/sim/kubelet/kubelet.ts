import type { Process } from '../engine/process.ts';
import { apiClient, type ApiClient, CallError } from '../client/api-client.ts';
import { startInformer } from '../client/informer.ts';
import { sameJson } from '../api/merge.ts';
import type { Pod } from '../objects.ts';
import { apiPlace, microStamp, type NodePlace, type World } from '../world.ts';
import { type PodWorker, startPodWorker } from './pod-worker.ts';

/** What a kubelet finds when the run begins. */
export interface KubeletStart {
  /** Pods that run here already, static ones among them. */
  readonly running: readonly Pod[];
}

interface Kubelet {
  readonly world: World;
  readonly node: NodePlace;
  readonly process: Process;
  readonly client: ApiClient;
  readonly workers: Map<string, PodWorker>;
  readonly newAddress: () => string;
  /** Pods whose status is on its way, or waits for another try. */
  readonly reporting: Set<string>;
}

const retryMs = 2000;

/** Runs a node's kubelet: its pods, their states, and the node's lease. */
export function startKubelet(world: World, node: NodePlace, { running }: KubeletStart): void {
  const process = node.machine.run('kubelet');
  const to = apiPlace(world, node, world.params.kubelet.controlPlaneLocalMode);
  const client = apiClient({ network: world.network, process, from: node.on, to, user: `system:node:${node.name}` });
  const kubelet: Kubelet = {
    world,
    node,
    process,
    client,
    workers: new Map(),
    newAddress: addresses(node.podCidr, running),
    reporting: new Set(),
  };
  for (const pod of running) begin(kubelet, pod, true);
  startInformer<Pod>({
    process,
    client,
    path: `/api/v1/pods?fieldSelector=${encodeURIComponent(`spec.nodeName=${node.name}`)}`,
    onChange: ({ after, before }) => {
      if (after === undefined) drop(kubelet, before);
      else if (isMirror(after)) return;
      else if (after.metadata.deletionTimestamp !== undefined) leave(kubelet, after);
      else if (!kubelet.workers.has(idOf(after))) begin(kubelet, after, false);
    },
  });
  renewLease(kubelet, world.random.fork(`lease ${node.name}`).next() * world.params.kubelet.nodeLeaseRenewIntervalMs);
}

function isMirror({ metadata }: Pod): boolean {
  return metadata.annotations?.['kubernetes.io/config.mirror'] !== undefined;
}

/** A static pod has no uid in the API but its mirror's, which may change. */
function idOf(pod: Pod): string {
  return isMirror(pod) ? `static ${pod.metadata.name}` : pod.metadata.uid;
}

function begin(kubelet: Kubelet, pod: Pod, warm: boolean): void {
  const id = idOf(pod);
  const worker = startPodWorker({
    ...kubelet,
    kubelet: kubelet.process,
    pod,
    warm,
    address: warm ? pod.status?.podIP : undefined,
    changed: () => report(kubelet, id),
  });
  kubelet.workers.set(id, worker);
  if (!warm || isMirror(pod)) report(kubelet, id);
}

/** Its object is gone without having waited for this kubelet: the containers go as well. */
function drop(kubelet: Kubelet, pod: Pod | undefined): void {
  if (pod === undefined || isMirror(pod)) return;
  const id = idOf(pod);
  kubelet.workers.get(id)?.terminate(() => kubelet.workers.delete(id));
}

function leave(kubelet: Kubelet, pod: Pod): void {
  const id = idOf(pod);
  const letGo = (): void => {
    kubelet.workers.delete(id);
    void remove(kubelet, pod);
  };
  const worker = kubelet.workers.get(id);
  if (worker === undefined) letGo();
  else worker.terminate(letGo);
}

async function remove(kubelet: Kubelet, pod: Pod): Promise<void> {
  const { namespace = '', name, uid } = pod.metadata;
  for (;;) {
    try {
      const body = { gracePeriodSeconds: 0, preconditions: { uid } };
      await kubelet.client.call('DELETE', `/api/v1/namespaces/${namespace}/pods/${name}`, { body });
      return;
    } catch (error) {
      if (error instanceof CallError && (error.status === 404 || error.status === 409)) return;
      await kubelet.process.sleep(retryMs);
    }
  }
}

/** Tells the API a pod's state, and again until it is told; changes on the way are told together. */
function report(kubelet: Kubelet, id: string): void {
  if (kubelet.reporting.has(id)) return;
  kubelet.reporting.add(id);
  kubelet.process.after(0, () => void tell(kubelet, id));
}

async function tell(kubelet: Kubelet, id: string): Promise<void> {
  const worker = kubelet.workers.get(id);
  const status = worker?.status();
  if (worker !== undefined && status !== undefined) {
    const { namespace = '', name } = worker.pod.metadata;
    try {
      await kubelet.client.call('PATCH', `/api/v1/namespaces/${namespace}/pods/${name}/status`, { body: { status } });
    } catch (error) {
      if (!(error instanceof CallError && error.status === 404)) {
        await kubelet.process.sleep(retryMs);
        await tell(kubelet, id);
        return;
      }
    }
  }
  kubelet.reporting.delete(id);
  const now = kubelet.workers.get(id)?.status();
  if (now !== undefined && !sameJson(now, status)) report(kubelet, id);
}

function renewLease(kubelet: Kubelet, waitMs: number): void {
  const { world, node, process, client } = kubelet;
  const path = `/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases/${node.name}`;
  process.after(waitMs, () => {
    const body = { spec: { renewTime: microStamp(world) } };
    client.call('PATCH', path, { body, timeoutMs: world.params.kubelet.nodeLeaseRenewIntervalMs }).catch(() => undefined);
    renewLease(kubelet, world.params.kubelet.nodeLeaseRenewIntervalMs);
  });
}

/** Addresses of a node's range, from .2 up, that nobody has. */
function addresses(cidr: string, running: readonly Pod[]): () => string {
  const base = cidr.split('/')[0]?.split('.').slice(0, 3).join('.') ?? '';
  const taken = new Set(running.map(({ status }) => status?.podIP));
  let last = 1;
  return () => {
    do last += 1;
    while (taken.has(`${base}.${last}`));
    return `${base}.${last}`;
  };
}
