import type { Node, Pod, Workload } from '../objects.ts';
import { tolerated } from '../scheduler/tolerations.ts';
import { keyOf } from '../store/object.ts';
import type { Controller, ControllerContext } from './controller.ts';
import { isActive, isReady, ownerOf, type PodControl, podControl, podOf, putStatus } from './pod-control.ts';

/** Keeps one pod of a DaemonSet on every node that it may be on. */
export const daemonSet: Controller = {
  name: 'daemonset',
  start: (context) => {
    const { informers } = context;
    const takers = rememberedTakers(context);
    const daemons = { ...context, control: podControl(context), takers: takers.of };
    const queue = context.queue((key) => sync(daemons, key));
    const all = (): void => {
      for (const { metadata } of informers.daemonSets.values()) queue.add(keyOf(metadata.namespace, metadata.name));
    };
    informers.daemonSets.onChange((_, after) => {
      if (after !== undefined) queue.add(keyOf(after.metadata.namespace, after.metadata.name));
    });
    informers.pods.onChange((before, after) => {
      const pod = after ?? before;
      const owner = pod === undefined ? undefined : ownerOf(pod);
      if (owner?.kind !== 'DaemonSet') return;
      // A state that says nothing new of it changes no count.
      if (before !== undefined && after !== undefined && sameToUs(before, after)) return;
      queue.add(keyOf(pod?.metadata.namespace, owner.name));
    });
    informers.nodes.onChange((before, after) => {
      if (before?.spec === after?.spec && before?.metadata.labels === after?.metadata.labels) return;
      takers.forget();
      all();
    });
    all();
  },
};

function sameToUs(a: Pod, b: Pod): boolean {
  return isReady(a) === isReady(b) && isActive(a) === isActive(b) && a.spec.nodeName === b.spec.nodeName;
}

/** The names of the nodes that a set's pods may be on: found out again when a node changed in a way that counts, or the set did. */
type Takers = (set: Workload) => readonly string[];

function rememberedTakers({ informers }: ControllerContext): { readonly of: Takers; readonly forget: () => void } {
  let known = new WeakMap<Workload['spec'], readonly string[]>();
  return {
    of: (set) => {
      const found =
        known.get(set.spec) ?? [...informers.nodes.values()].filter(takersOf(set)).map(({ metadata }) => metadata.name);
      known.set(set.spec, found);
      return found;
    },
    forget: () => (known = new WeakMap()),
  };
}

interface DaemonContext extends ControllerContext {
  readonly control: PodControl;
  readonly takers: Takers;
}

async function sync({ informers, client, control, takers }: DaemonContext, key: string): Promise<void> {
  const set = informers.daemonSets.get(key);
  if (set === undefined || set.metadata.deletionTimestamp !== undefined) return;
  const byNode = new Map<string, Pod[]>();
  for (const pod of informers.pods.under('owner', set.metadata.uid)) {
    const node = targetOf(pod);
    const others = byNode.get(node);
    if (others === undefined) byNode.set(node, [pod]);
    else others.push(pod);
  }
  const nodes = takers(set);
  if (control.upToDate(set.metadata.uid)) {
    const missing = nodes.filter((name) => !byNode.has(name));
    await control.create(set, missing.length, (index) => podOf(set, { spec: pinned(set, missing[index] ?? '') }));
    await control.remove(set, surplusOf(byNode, new Set(nodes)));
  }
  const scheduled = nodes.filter((name) => byNode.has(name));
  const ready = scheduled.filter((name) => byNode.get(name)?.some((pod) => isActive(pod) && isReady(pod)) === true);
  await putStatus(client, 'daemonsets', set, {
    currentNumberScheduled: scheduled.length,
    numberMisscheduled: 0,
    desiredNumberScheduled: nodes.length,
    numberReady: ready.length,
    observedGeneration: set.metadata.generation ?? 1,
    updatedNumberScheduled: scheduled.length,
    ...(ready.length === 0 ? {} : { numberAvailable: ready.length }),
  });
}

/** Pods where there is none to be, those beyond the first, and those that have ended: they make room for the next. */
function surplusOf(byNode: ReadonlyMap<string, readonly Pod[]>, wanted: ReadonlySet<string>): readonly Pod[] {
  const surplus: Pod[] = [];
  for (const [name, pods] of byNode) {
    let room = wanted.has(name) ? 1 : 0;
    for (const pod of pods) {
      if (!isActive(pod)) continue;
      if (room === 0) surplus.push(pod);
      else room -= 1;
    }
    for (const pod of pods) if (hasEnded(pod)) surplus.push(pod);
  }
  return surplus;
}

function hasEnded({ metadata, status }: Pod): boolean {
  return metadata.deletionTimestamp === undefined && (status?.phase === 'Failed' || status?.phase === 'Succeeded');
}

/** The node that a pod is on, or is made for. */
function targetOf({ spec }: Pod): string {
  return spec.nodeName ?? spec.nodeSelector?.['kubernetes.io/hostname'] ?? '';
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

/** A node that is lost for now keeps its place. */
function isOfLoss(key: string): boolean {
  return key === 'node.kubernetes.io/unreachable' || key === 'node.kubernetes.io/not-ready';
}
