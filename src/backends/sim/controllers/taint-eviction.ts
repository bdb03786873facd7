import type { Cancel } from '../engine/process.ts';
import type { Node, Pod, Taint, Toleration } from '../objects.ts';
import { tolerates } from '../scheduler/tolerations.ts';
import type { Controller, ControllerContext } from './controller.ts';
import { ignoreGone } from './pods-of-nodes.ts';

/** Deletes the pods that do not tolerate a NoExecute taint of their node, each when its toleration has run out. */
export const taintEviction: Controller = {
  name: 'taint-eviction',
  start: (context) => {
    const { informers } = context;
    const planned = new Map<string, Planned>();
    const lookAt = (node: Node | undefined): void => {
      if (node === undefined) return;
      const taints = noExecute(node);
      for (const pod of informers.pods.under('node', node.metadata.name)) plan(context, planned, pod, taints);
    };
    informers.nodes.onChange((before, after) => {
      if (before === undefined || after === undefined || before.spec.taints !== after.spec.taints) lookAt(after);
    });
    informers.pods.onChange((before, after) => {
      if (after === undefined) cancel(planned, before?.metadata.uid ?? '');
      else if (before?.spec.nodeName !== after.spec.nodeName || before?.spec.tolerations !== after.spec.tolerations) {
        const node = informers.nodes.get(after.spec.nodeName ?? '');
        if (node !== undefined) plan(context, planned, after, noExecute(node));
      }
    });
    for (const node of informers.nodes.values()) if (noExecute(node).length > 0) lookAt(node);
  },
};

interface Planned {
  /** When the taints were first seen: tolerations count from there. */
  readonly since: number;
  readonly cancel: Cancel;
}

function noExecute({ spec }: Node): readonly Taint[] {
  return (spec.taints ?? []).filter(({ effect }) => effect === 'NoExecute');
}

function cancel(planned: Map<string, Planned>, uid: string): void {
  planned.get(uid)?.cancel();
  planned.delete(uid);
}

function plan(
  { process, client }: ControllerContext,
  planned: Map<string, Planned>,
  pod: Pod,
  taints: readonly Taint[],
): void {
  const { uid, namespace = '', name, deletionTimestamp } = pod.metadata;
  const known = planned.get(uid);
  const seconds = taints.length === 0 ? Infinity : toleratedSeconds(taints, pod.spec.tolerations ?? []);
  if (seconds === Infinity || deletionTimestamp !== undefined) {
    if (known !== undefined) cancel(planned, uid);
    return;
  }
  const since = known?.since ?? process.now();
  known?.cancel();
  const evict = (): void => {
    const path = `/api/v1/namespaces/${namespace}/pods/${name}`;
    client
      .call('DELETE', path, { body: { preconditions: { uid } } })
      .catch(ignoreGone)
      .catch(() => planned.has(uid) && planned.set(uid, { since, cancel: process.after(retryMs, evict) }));
  };
  const waitMs = Math.max(0, since + seconds * 1000 - process.now());
  planned.set(uid, { since, cancel: process.after(waitMs, evict) });
}

/** Between two tries of a deletion (k8s.io/kubernetes, tainteviction, 10 ms and five tries; after that with the next change). */
const retryMs = 1000;

/** How long a pod stays: 0 when one taint is not tolerated at all, Infinity when all are for ever. */
function toleratedSeconds(taints: readonly Taint[], tolerations: readonly Toleration[]): number {
  let least = Infinity;
  for (const taint of taints) {
    const using = tolerations.filter((toleration) => tolerates(toleration, taint));
    if (using.length === 0) return 0;
    for (const { tolerationSeconds } of using) least = Math.min(least, Math.max(0, tolerationSeconds ?? Infinity));
  }
  return least;
}
