import { apiClient, type ApiClient } from '../client/api-client.ts';
import { startInformer } from '../client/informer.ts';
import type { Process } from '../engine/process.ts';
import { type HttpClient, httpClient } from '../http/client.ts';
import { serveHttp } from '../http/server.ts';
import { conditionOf, type Pod } from '../objects.ts';
import { apiPlace, type NodePlace, type World } from '../world.ts';
import { type AddressPool, addressPool } from './addresses.ts';
import { isBackground, startBackgroundPod } from './background-pod.ts';
import { renewLease, reportNode } from './heartbeat.ts';
import { isMirror, mirrorAgain } from './mirror.ts';
import { type PodWorker, startPodWorker } from './pod-worker.ts';
import { followManifests } from './static-pods.ts';
import { removePod, type StatusReports, statusReports } from './pod-status.ts';

/** What a kubelet finds when the run begins. */
export interface KubeletStart {
  /** Pods that run here already, static ones among them. */
  readonly running: readonly Pod[];
  /** The revision at which it knows them. */
  readonly revision: number;
}

interface Kubelet {
  readonly world: World;
  readonly node: NodePlace;
  readonly process: Process;
  readonly client: ApiClient;
  readonly probes: HttpClient;
  readonly workers: Map<string, PodWorker>;
  readonly addresses: AddressPool;
  readonly reports: StatusReports;
}

/** Where every kubelet listens. */
const kubeletPort = 10_250;
const answerMs = 0.5;

/** Runs a node's kubelet: its pods, their states, and the node's lease and conditions. */
export function startKubelet(world: World, node: NodePlace, { running, revision }: KubeletStart): void {
  const process = node.machine.run('kubelet');
  const { network } = world;
  const to = apiPlace(world, node, world.params.kubelet.controlPlaneLocalMode);
  const client = apiClient({ network, process, from: node.on, to, user: `system:node:${node.name}` });
  const workers = new Map<string, PodWorker>();
  const kubelet: Kubelet = {
    world,
    node,
    process,
    client,
    workers,
    probes: httpClient(network, process, node.on),
    addresses: addressPool(
      node.podCidr,
      running.flatMap(({ status }) => status?.podIP ?? []),
    ),
    reports: statusReports(process, client, (id) => workers.get(id), world.random.fork(`status ${node.name}`)),
  };
  serveHttp({
    network,
    process,
    on: node.on,
    port: kubeletPort,
    handler: (exchange) => void process.after(answerMs, () => exchange.answer({ status: 401, body: 'Unauthorized' })),
  });
  for (const pod of running) begin(kubelet, pod, true);
  keepStaticPods(kubelet, running.filter(isMirror));
  startInformer<Pod>({
    process,
    client,
    path: `/api/v1/pods?fieldSelector=${encodeURIComponent(`spec.nodeName=${node.name}`)}`,
    known: { items: running, resourceVersion: String(revision) },
    onChange: ({ after, before }) => (after === undefined ? gone(kubelet, before) : seen(kubelet, after)),
  });
  renewLease(kubelet);
  reportNode(kubelet, revision);
}

/** Follows what becomes of the manifests of the pods that it has found. */
function keepStaticPods(kubelet: Kubelet, pods: readonly Pod[]): void {
  const { node, process, client, workers, reports } = kubelet;
  followManifests({
    machine: node.machine,
    process,
    find: (component) => {
      const pod = pods.find(({ metadata }) => metadata.labels?.['component'] === component);
      return pod === undefined ? undefined : { pod, worker: workers.get(idOf(pod)) };
    },
    begin: (pod) => {
      begin(kubelet, pod, false);
      void mirrorAgain(kubelet, pod, () => reports.report(idOf(pod)));
    },
    ended: (pod) => {
      workers.delete(idOf(pod));
      void removePod(process, client, pod);
    },
  });
}

/** A static pod has no uid in the API but its mirror's, which may change. */
function idOf(pod: Pod): string {
  return isMirror(pod) ? `static ${pod.metadata.name}` : pod.metadata.uid;
}

function seen(kubelet: Kubelet, pod: Pod): void {
  const id = idOf(pod);
  const worker = kubelet.workers.get(id);
  if (isMirror(pod)) {
    // The file decides whether it runs, not the API.
    if (pod.metadata.deletionTimestamp !== undefined) void removePod(kubelet.process, kubelet.client, pod);
    else if (worker !== undefined) reconcile(kubelet, id, worker, pod);
  } else if (pod.metadata.deletionTimestamp !== undefined) leave(kubelet, pod);
  else if (worker === undefined) begin(kubelet, pod, false);
  else {
    worker.update(pod);
    reconcile(kubelet, id, worker, pod);
  }
}

/** Somebody else may have written what only this kubelet knows: the node controller, while the node was lost. */
function reconcile({ reports }: Kubelet, id: string, worker: PodWorker, { status }: Pod): void {
  const own = worker.status();
  if (conditionOf(status, 'Ready') !== conditionOf(own, 'Ready') || status?.phase !== own.phase) reports.report(id);
}

function begin(kubelet: Kubelet, pod: Pod, warm: boolean): void {
  const id = idOf(pod);
  const start = isBackground(pod) ? startBackgroundPod : startPodWorker;
  const worker = start({
    world: kubelet.world,
    node: kubelet.node,
    kubelet: kubelet.process,
    probes: kubelet.probes,
    addresses: kubelet.addresses,
    pod,
    warm,
    address: warm ? pod.status?.podIP : undefined,
    changed: () => kubelet.reports.report(id),
  });
  kubelet.workers.set(id, worker);
  if (!warm || !isBackground(pod)) kubelet.reports.report(id);
}

/** Its object is gone without having waited for this kubelet: the containers go as well, but for a static pod's. */
function gone(kubelet: Kubelet, pod: Pod | undefined): void {
  if (pod === undefined) return;
  const id = idOf(pod);
  const worker = kubelet.workers.get(id);
  if (isMirror(pod)) {
    if (worker !== undefined) void mirrorAgain(kubelet, pod, () => kubelet.reports.report(id));
  } else worker?.terminate(0, () => kubelet.workers.delete(id));
}

function leave(kubelet: Kubelet, pod: Pod): void {
  const id = idOf(pod);
  const { process, client, workers, reports } = kubelet;
  const letGo = async (): Promise<void> => {
    await reports.last(id);
    workers.delete(id);
    await removePod(process, client, pod);
  };
  const graceMs = (pod.metadata.deletionGracePeriodSeconds ?? pod.spec.terminationGracePeriodSeconds ?? 30) * 1000;
  const worker = workers.get(id);
  if (worker === undefined) void removePod(process, client, pod);
  else worker.terminate(graceMs, () => void letGo());
}
