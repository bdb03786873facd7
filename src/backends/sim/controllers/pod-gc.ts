import type { Pod } from '../objects.ts';
import type { Controller, ControllerContext } from './controller.ts';
import { ignoreGone } from './pods-of-nodes.ts';

/** Time between two looks, and how long a node must be gone (k8s.io/kubernetes, pkg/controller/podgc/gc_controller.go). */
const lookEveryMs = 20_000;
const quarantineMs = 40_000;

/** Removes pods that no kubelet will ever let go: of nodes that are gone, and ended ones beyond a number. */
export const podGc: Controller = {
  name: 'pod-garbage-collector',
  start: (context) => {
    const { process } = context;
    const goneSince = new Map<string, number>();
    const look = (): void => {
      void collect(context, goneSince).finally(() => process.after(lookEveryMs, look));
    };
    process.after(lookEveryMs, look);
  },
};

async function collect(context: ControllerContext, goneSince: Map<string, number>): Promise<void> {
  const { informers, params } = context;
  const ended = [...informers.pods.values()].filter(hasEnded).sort(byAge);
  const surplus = Math.max(0, ended.length - params.controllerManager.terminatedPodGcThreshold);
  const doomed = [...orphans(context, goneSince), ...ended.slice(0, surplus)];
  await Promise.all(doomed.map((pod) => remove(context, pod)));
}

function hasEnded({ status }: Pod): boolean {
  return status?.phase === 'Succeeded' || status?.phase === 'Failed';
}

/** Pods whose node has been gone for long enough. */
function orphans({ informers, process }: ControllerContext, goneSince: Map<string, number>): readonly Pod[] {
  const now = process.now();
  const doomed: Pod[] = [];
  const missing = new Set<string>();
  for (const pod of informers.pods.values()) {
    const { nodeName } = pod.spec;
    if (nodeName === undefined || informers.nodes.get(nodeName) !== undefined) continue;
    missing.add(nodeName);
    const since = goneSince.get(nodeName) ?? now;
    goneSince.set(nodeName, since);
    if (now - since >= quarantineMs) doomed.push(pod);
  }
  for (const name of goneSince.keys()) if (!missing.has(name)) goneSince.delete(name);
  return doomed;
}

function byAge(a: Pod, b: Pod): number {
  return (a.metadata.creationTimestamp ?? '') < (b.metadata.creationTimestamp ?? '') ? -1 : 1;
}

async function remove({ client }: ControllerContext, { metadata }: Pod): Promise<void> {
  const path = `/api/v1/namespaces/${metadata.namespace ?? ''}/pods/${metadata.name}`;
  await client
    .call('DELETE', path, { body: { gracePeriodSeconds: 0, preconditions: { uid: metadata.uid } } })
    .catch(ignoreGone)
    // The next look finds it again.
    .catch(() => undefined);
}
