import type { Node, Pod, Workload } from '../objects.ts';
import { tolerated } from '../scheduler/tolerations.ts';
import { keyOf } from '../store/object.ts';
import type { Controller, ControllerContext } from './controller.ts';
import { DaemonNodes } from './daemon-nodes.ts';
import { isActive, isReady, ownerOf, type PodControl, podControl, podOf, putStatus } from './pod-control.ts';

/** Keeps one pod of a DaemonSet on every node that it may be on. */
export const daemonSet: Controller = {
  name: 'daemonset',
  start: (context) => {
    const { informers } = context;
    const known = new Map<string, DaemonNodes>();
    const daemons = { ...context, control: podControl(context), known };
    const queue = context.queue((key) => sync(daemons, key));
    const look = ({ metadata }: Workload): void => queue.add(keyOf(metadata.namespace, metadata.name));
    informers.daemonSets.onChange((before, after) => {
      if (after === undefined) known.delete(before?.metadata.uid ?? '');
      else look(after);
    });
    informers.pods.onChange((before, after) => {
      const pod = after ?? before;
      const owner = pod && ownerOf(pod);
      if (owner?.kind !== 'DaemonSet') return;
      known.get(owner.uid)?.changed(before, after);
      // A state that says nothing new of it changes no count.
      if (!sameToUs(before, after)) queue.add(keyOf(pod?.metadata.namespace, owner.name));
    });
    informers.nodes.onChange((before, after) => {
      if (isSamePlace(before, after)) return;
      const name = (after ?? before)?.metadata.name ?? '';
      for (const set of informers.daemonSets.values()) {
        const is = isTaker(set, after);
        if (is === isTaker(set, before)) continue;
        known.get(set.metadata.uid)?.wants(name, is);
        look(set);
      }
    });
    for (const set of informers.daemonSets.values()) look(set);
  },
};

function sameToUs(a: Pod | undefined, b: Pod | undefined): boolean {
  if (a === undefined || b === undefined) return false;
  return isReady(a) === isReady(b) && isActive(a) === isActive(b) && a.spec.nodeName === b.spec.nodeName;
}

/** Taints and labels decide whether a pod may be there. */
function isSamePlace(a: Node | undefined, b: Node | undefined): boolean {
  return a?.spec === b?.spec && a?.metadata.labels === b?.metadata.labels;
}

interface DaemonContext extends ControllerContext {
  readonly control: PodControl;
  /** By the sets' uids. */
  readonly known: Map<string, DaemonNodes>;
}

async function sync(context: DaemonContext, key: string): Promise<void> {
  const { informers, client, control } = context;
  const set = informers.daemonSets.get(key);
  if (set === undefined || set.metadata.deletionTimestamp !== undefined) return;
  const nodes = nodesOf(context, set);
  if (control.upToDate(set.metadata.uid)) {
    const missing = nodes.missing();
    const surplus = nodes.surplus();
    await control.create(set, missing.length, (index) => podOf(set, { spec: pinned(set, missing[index] ?? '') }));
    await control.remove(set, surplus);
  }
  const { desired, scheduled, ready } = nodes.counts();
  await putStatus(client, 'daemonsets', set, {
    currentNumberScheduled: scheduled,
    numberMisscheduled: 0,
    desiredNumberScheduled: desired,
    numberReady: ready,
    observedGeneration: set.metadata.generation ?? 1,
    updatedNumberScheduled: scheduled,
    ...(ready === 0 ? {} : { numberAvailable: ready }),
  });
}

/** What is known of a set's nodes; found out anew when the set itself is another. */
function nodesOf({ informers, known }: DaemonContext, set: Workload): DaemonNodes {
  const { uid } = set.metadata;
  const found = known.get(uid);
  if (found?.spec === set.spec) return found;
  const takers = [...informers.nodes.values()].filter(takersOf(set)).map(({ metadata }) => metadata.name);
  const made = new DaemonNodes(set.spec, takers, informers.pods.under('owner', uid));
  known.set(uid, made);
  return made;
}

/** The controller's own tolerations: daemon pods stay where others are evicted (k8s.io/kubernetes, daemon/util). */
const stays = ['not-ready', 'unreachable'].map((key) => ({
  key: `node.kubernetes.io/${key}`,
  operator: 'Exists' as const,
  effect: 'NoExecute',
}));
const comes = ['disk-pressure', 'memory-pressure', 'pid-pressure', 'unschedulable'].map((key) => ({
  key: `node.kubernetes.io/${key}`,
  operator: 'Exists' as const,
  effect: 'NoSchedule',
}));

function pinned({ spec }: Workload, node: string): object {
  const own = spec.template.spec;
  return {
    // The real controller pins by an affinity to the node's name.
    nodeSelector: { ...own.nodeSelector, 'kubernetes.io/hostname': node },
    tolerations: [...(own.tolerations ?? []), ...stays, ...comes],
  };
}

/** Which nodes a set's pods may be on. */
function takersOf({ spec }: Workload): (node: Node) => boolean {
  const { nodeSelector = {}, tolerations = [] } = spec.template.spec;
  const wanted = Object.entries(nodeSelector);
  const all = [...tolerations, ...stays, ...comes];
  return ({ metadata, spec: { taints = [] } }) =>
    wanted.every(([key, value]) => metadata.labels?.[key] === value) &&
    taints.every((taint) => taint.effect === 'PreferNoSchedule' || isOfLoss(taint.key) || tolerated(taint, all));
}

function isTaker(set: Workload, node: Node | undefined): boolean {
  return node !== undefined && takersOf(set)(node);
}

/** A node that is lost for now keeps its place. */
function isOfLoss(key: string): boolean {
  return key === 'node.kubernetes.io/unreachable' || key === 'node.kubernetes.io/not-ready';
}
