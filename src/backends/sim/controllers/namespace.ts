import { resourcesOf } from '../api/custom.ts';
import { builtIn } from '../api/resources.ts';
import type { StoredObject } from '../store/object.ts';
import type { Controller, ControllerContext } from './controller.ts';

/** --concurrent-namespace-syncs. It asks for every resource there is, at a rate of its own (cmd/kube-controller-manager/app/core.go). */
const concurrentSyncs = 10;

/** Empties a namespace that is leaving, and lets it go. */
export const namespace: Controller = {
  name: 'namespace',
  // It asks for every resource there is, at a rate of its own (cmd/kube-controller-manager/app/core.go).
  rateFactor: { qps: 20, burst: 100 },
  start: (context) => {
    const { informers } = context;
    const empty = async (key: string): Promise<void> => {
      // What is still leaving (a pod's grace period, a finalizer) is looked at again.
      if (!(await sync(context, key))) queue.addAfter(key, 1000);
    };
    const queue = context.queue(empty, concurrentSyncs);
    const look = (one: StoredObject | undefined): void => {
      if (one?.metadata.deletionTimestamp !== undefined) queue.add(one.metadata.name);
    };
    informers.namespaces.onChange((_, after) => look(after));
    for (const one of informers.namespaces.values()) look(one);
  },
};

interface Items {
  readonly items: readonly StoredObject[];
}

/** True when nothing is left of it. */
async function sync({ informers, client }: ControllerContext, name: string): Promise<boolean> {
  if (informers.namespaces.get(name)?.metadata.deletionTimestamp === undefined) return true;
  let left = 0;
  const added = await client.call<Items>(
    'GET',
    '/apis/apiextensions.k8s.io/v1/customresourcedefinitions?resourceVersion=0',
  );
  for (const { group, version, plural, namespaced, storedAs } of [...builtIn, ...added.items.flatMap(resourcesOf)]) {
    if (!namespaced || storedAs !== undefined) continue;
    const root = group === '' ? `/api/${version}` : `/apis/${group}/${version}`;
    const path = `${root}/namespaces/${name}/${plural}`;
    const { items } = await client.call<Items>('GET', path);
    left += items.length;
    for (const { metadata } of items) {
      if (metadata.deletionTimestamp === undefined) await client.call('DELETE', `${path}/${metadata.name}`);
    }
  }
  if (left > 0) return false;
  await client.call('PUT', `/api/v1/namespaces/${name}/finalize`, {
    body: { metadata: { name }, spec: { finalizers: [] } },
  });
  return true;
}
