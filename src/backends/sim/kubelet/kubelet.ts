import { apiClient } from '../client/api-client.ts';
import { startInformer } from '../client/informer.ts';
import type { Process } from '../engine/process.ts';
import { httpClient } from '../http/client.ts';
import { conditionOf, type Pod } from '../objects.ts';
import { apiPlace, type NodePlace, type World } from '../world.ts';
import type { AddressPool } from './addresses.ts';
import { isBackground, startBackgroundPod } from './background-pod.ts';
import { renewLease, reportNode } from './heartbeat.ts';
import { manifestsOf } from './manifests.ts';
import { isMirror, mirrorAgain, podIdOf } from './mirror.ts';
import type { Kubelet } from './parts.ts';
import { podStarts } from './pod-starts.ts';
import { type PodWorker, startPodWorker } from './pod-worker.ts';
import { removePod, statusReports } from './pod-status.ts';
import { followManifests } from './static-pods.ts';
import { watchPressure } from './pressure.ts';
import { servePages } from './server.ts';
import { removeStrangers } from './strangers.ts';
import { usages } from './usage.ts';

/** What a kubelet starts with. */
export interface KubeletStart {
  /** Pods that run here when the run begins, and the revision at which it knows them; without, it finds out itself. */
  readonly known?: { readonly running: readonly Pod[]; readonly revision: number };
  /** Pods whose files lie on the node. */
  readonly statics: readonly Pod[];
  /** What the network plugin keeps on the node's disk. */
  readonly addresses: AddressPool;
}

/** How often a kubelet looks for containers that belong to no pod of its own (pkg/kubelet, housekeepingPeriod). */
const houseKeepingMs = 2000;

/** Runs a node's kubelet: its pods, their states, and the node's lease and conditions. */
export function startKubelet(world: World, node: NodePlace, start: KubeletStart): Process {
  const process = node.machine.run('kubelet');
  const starts = podStarts(process, world.agenda.startedAtUnixMs + process.now());
  const ground = { world, node, process, starts };
  if (start.known === undefined) process.after(world.params.kubelet.startUpMs, () => run(ground, start));
  else run(ground, start);
  return process;
}

function run(
  { world, node, process, starts }: Pick<Kubelet, 'world' | 'node' | 'process' | 'starts'>,
  { known, statics, addresses }: KubeletStart,
): void {
  const { network } = world;
  const to = apiPlace(world, node, world.params.kubelet.controlPlaneLocalMode);
  const user = `system:node:${node.name}`;
  const client = apiClient({ world, process, from: node.on, to, user, warm: known !== undefined });
  const workers = new Map<string, PodWorker>();
  const kubelet: Kubelet = {
    world,
    node,
    process,
    client,
    workers,
    probes: httpClient(network, process, node.on),
    addresses,
    reports: statusReports(process, client, (id) => workers.get(id), world.random.fork(`status ${node.name}`)),
    pressure: watchPressure({
      machine: node.machine,
      process,
      params: world.params.kubelet,
      pods: () => usages(node, workers),
      evict: (pod, message) => workers.get(podIdOf(pod))?.fail('Evicted', message),
      isEnding: (pod) => node.runtime.sandboxOf(podIdOf(pod)) !== undefined,
    }),
    starts,
  };
  servePages(kubelet);
  const present = statics.filter((pod) => !manifestsOf(node.machine).isAside(componentOf(pod)));
  for (const pod of known?.running ?? present) begin(kubelet, pod, known !== undefined);
  keepStaticPods(kubelet, statics);
  startInformer<Pod>({
    process,
    client,
    path: `/api/v1/pods?fieldSelector=${encodeURIComponent(`spec.nodeName=${node.name}`)}`,
    ...(known === undefined ? {} : { known: { items: known.running, resourceVersion: String(known.revision) } }),
    onSynced: () => {
      if (known !== undefined) return;
      for (const pod of present) void mirrorAgain(kubelet, pod, () => kubelet.reports.report(podIdOf(pod)));
      process.after(houseKeepingMs, () => removeStrangers(kubelet));
    },
    onChange: ({ after, before }) => (after === undefined ? gone(kubelet, before) : seen(kubelet, after)),
  });
  renewLease(kubelet);
  reportNode(kubelet, known?.revision, () => ({
    pressures: kubelet.pressure.conditions(),
    notReady: runtimeTrouble(node, process),
  }));
}

function componentOf({ metadata }: Pod): string {
  return metadata.labels?.['component'] ?? '';
}

/** Follows what becomes of the manifests of the static pods. */
function keepStaticPods(kubelet: Kubelet, pods: readonly Pod[]): void {
  const { node, process, client, workers, reports } = kubelet;
  followManifests({
    machine: node.machine,
    process,
    find: (component) => {
      const pod = pods.find((one) => componentOf(one) === component);
      return pod === undefined ? undefined : { pod, worker: workers.get(podIdOf(pod)) };
    },
    begin: (pod) => {
      begin(kubelet, pod, false);
      void mirrorAgain(kubelet, pod, () => reports.report(podIdOf(pod)));
    },
    ended: (pod) => {
      workers.delete(podIdOf(pod));
      void removePod(process, client, pod);
    },
  });
}

/** A runtime that has not answered for so long makes the node NotReady (k8s.io/kubernetes, pkg/kubelet, baseRuntimeSyncThreshold). */
const runtimeSilenceMs = 30_000;

function runtimeTrouble({ runtime }: NodePlace, process: Process): string | undefined {
  const since = runtime.downSince();
  return since === undefined || process.now() - since <= runtimeSilenceMs ? undefined : 'container runtime is down';
}

function seen(kubelet: Kubelet, pod: Pod): void {
  kubelet.starts.seen(pod);
  const id = podIdOf(pod);
  const worker = kubelet.workers.get(id);
  if (isMirror(pod)) {
    // The file decides whether it runs, not the API.
    if (pod.metadata.deletionTimestamp !== undefined) void removePod(kubelet.process, kubelet.client, pod);
    else if (worker !== undefined) reconcile(kubelet, id, worker, pod);
  } else if (pod.metadata.deletionTimestamp !== undefined) leave(kubelet, pod);
  else if (worker === undefined) {
    // What has ended here before is not begun anew.
    if (!hasEnded(pod)) begin(kubelet, pod, false);
  } else {
    worker.update(pod);
    reconcile(kubelet, id, worker, pod);
  }
}

function hasEnded({ status }: Pod): boolean {
  return status?.phase === 'Failed' || status?.phase === 'Succeeded';
}

/** Somebody else may have written what only this kubelet knows: the node controller, while the node was lost. */
function reconcile({ reports }: Kubelet, id: string, worker: PodWorker, { status }: Pod): void {
  const own = worker.status();
  if (conditionOf(status, 'Ready') !== conditionOf(own, 'Ready') || status?.phase !== own.phase) reports.report(id);
}

function begin(kubelet: Kubelet, pod: Pod, warm: boolean): void {
  const id = podIdOf(pod);
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
    // What it is at first is told below, where it is new.
    changed: () => kubelet.workers.has(id) && kubelet.reports.report(id),
  });
  kubelet.workers.set(id, worker);
  const why = warm ? undefined : kubelet.pressure.refuses(pod);
  if (why !== undefined) worker.fail('Evicted', why);
  if (!warm) kubelet.reports.report(id);
}

/** Its object is gone without having waited for this kubelet: the containers go as well, but for a static pod's. */
function gone(kubelet: Kubelet, pod: Pod | undefined): void {
  if (pod === undefined) return;
  kubelet.starts.gone(pod);
  const id = podIdOf(pod);
  const worker = kubelet.workers.get(id);
  if (isMirror(pod)) {
    if (worker !== undefined) void mirrorAgain(kubelet, pod, () => kubelet.reports.report(id));
  } else worker?.terminate(0, () => kubelet.workers.delete(id));
}

function leave(kubelet: Kubelet, pod: Pod): void {
  const id = podIdOf(pod);
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
