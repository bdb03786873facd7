import type { StoredObject } from '../store/object.ts';
import { startInformer } from '../client/informer.ts';
import type { Controller, ControllerContext, SharedInformer } from './controller.ts';
import { ignoreGone } from './pods-of-nodes.ts';

const customRoot = '/apis/chaos-mesh.org/v1alpha1';
/** Kinds of Chaos Mesh that belong to others, or have others that belong to them. */
const customKinds = [
  ...['podchaos', 'networkchaos', 'stresschaos', 'iochaos', 'timechaos', 'dnschaos', 'httpchaos'],
  ...['podnetworkchaos', 'podiochaos', 'podhttpchaos', 'schedules', 'workflows', 'workflownodes'],
];
/** Between two tries of a deletion (assumed). */
const retryMs = 1000;

/** Deletes what belonged to an object that is gone: the ReplicaSets of a Deployment, their pods, the helpers of a pod. */
export const garbageCollector: Controller = {
  name: 'garbage-collector',
  start: (context) => {
    const { informers, process, client } = context;
    const custom = customKinds.map((plural): Dependents => {
      const { under } = startInformer<StoredObject>({
        process,
        client,
        path: `${customRoot}/${plural}`,
        indexes: { owner: ({ metadata }) => (metadata.ownerReferences ?? []).map(({ uid }) => uid) },
        onChange: ({ before, after }) => {
          if (before !== undefined && after?.metadata.uid !== before.metadata.uid) collect(context, dependents, before);
        },
      });
      return { root: customRoot, plural, under };
    });
    const dependents: readonly Dependents[] = [
      { root: '/apis/apps/v1', plural: 'replicasets', under: informers.replicaSets.under },
      { root: '/api/v1', plural: 'pods', under: informers.pods.under },
      ...custom,
    ];
    const orphans = (informer: Pick<SharedInformer<StoredObject>, 'onChange'>): void =>
      informer.onChange((before, after) => {
        if (before !== undefined && after?.metadata.uid !== before.metadata.uid) collect(context, dependents, before);
      });
    orphans(informers.deployments);
    orphans(informers.replicaSets);
    orphans(informers.daemonSets);
    orphans(informers.statefulSets);
    orphans(informers.jobs);
    orphans(informers.pods);
  },
};

interface Dependents {
  readonly root: string;
  readonly plural: string;
  readonly under: (index: string, key: string) => ReadonlySet<StoredObject>;
}

function collect({ client, process }: ControllerContext, all: readonly Dependents[], owner: StoredObject): void {
  for (const { root, plural, under } of all) {
    for (const { metadata } of under('owner', owner.metadata.uid)) {
      if (metadata.deletionTimestamp !== undefined) continue;
      // Whoever has another owner as well stays.
      if ((metadata.ownerReferences ?? []).some(({ uid }) => uid !== owner.metadata.uid)) continue;
      const path = `${root}/namespaces/${metadata.namespace ?? ''}/${plural}/${metadata.name}`;
      const body = { propagationPolicy: 'Background', preconditions: { uid: metadata.uid } };
      const tryIt = (): void => {
        client
          .call('DELETE', path, { body })
          .catch(ignoreGone)
          .catch(() => void process.after(retryMs, tryIt));
      };
      tryIt();
    }
  }
}
