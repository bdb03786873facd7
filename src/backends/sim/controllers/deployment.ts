import { createHash } from 'node:crypto';
import { keyQueue } from '../client/work-queue.ts';
import type { PodTemplate, Workload } from '../objects.ts';
import { keyOf } from '../store/object.ts';
import type { Controller, ControllerContext } from './controller.ts';

/** Keeps one ReplicaSet of the newest template at the wanted size, and the others at nothing. */
export const deployment: Controller = {
  name: 'deployment',
  start: (context) => {
    const { informers, process } = context;
    const queue = keyQueue(process, (key) => sync(context, key));
    informers.deployments.onChange((_, after) => {
      if (after !== undefined) queue.add(keyOf(after.metadata.namespace, after.metadata.name));
    });
    informers.replicaSets.onChange((before, after) => {
      const { metadata } = after ?? before ?? {};
      const owner = metadata?.ownerReferences?.find(({ controller }) => controller === true);
      if (owner !== undefined) queue.add(keyOf(metadata?.namespace, owner.name));
    });
    for (const { metadata } of informers.deployments.values()) queue.add(keyOf(metadata.namespace, metadata.name));
  },
};

/** What the ReplicaSet of a template is called after. */
export function templateHash(template: PodTemplate): string {
  return createHash('sha256').update(JSON.stringify(template)).digest('hex').slice(0, 10);
}

async function sync({ informers, client }: ControllerContext, key: string): Promise<void> {
  const owner = informers.deployments.get(key);
  if (owner === undefined || owner.metadata.deletionTimestamp !== undefined) return;
  const { namespace = '', name, uid, generation = 1 } = owner.metadata;
  const path = `/apis/apps/v1/namespaces/${namespace}/replicasets`;
  const hash = templateHash(owner.spec.template);
  const wanted = owner.spec.replicas ?? 1;
  const sets = [...informers.replicaSets.under('owner', uid)];
  const newest = sets.find(({ metadata }) => metadata.name === `${name}-${hash}`);
  if (newest === undefined) await client.call('POST', path, { body: setOf(owner, hash, wanted) });
  else if (newest.spec.replicas !== wanted) {
    await client.call('PATCH', `${path}/${newest.metadata.name}`, { body: { spec: { replicas: wanted } } });
  }
  for (const old of sets) {
    if (old === newest || old.spec.replicas === 0) continue;
    await client.call('PATCH', `${path}/${old.metadata.name}`, { body: { spec: { replicas: 0 } } });
  }
  const sum = (field: string): number => sets.reduce((total, { status }) => total + Number(status?.[field] ?? 0), 0);
  const ready = sum('readyReplicas');
  const status = {
    observedGeneration: generation,
    replicas: sum('replicas'),
    updatedReplicas: Number(newest?.status?.['replicas'] ?? 0),
    readyReplicas: ready,
    availableReplicas: ready,
    unavailableReplicas: Math.max(0, wanted - ready),
  };
  if (JSON.stringify(status) === JSON.stringify(owner.status)) return;
  await client.call('PATCH', `/apis/apps/v1/namespaces/${namespace}/deployments/${name}/status`, { body: { status } });
}

/** The ReplicaSet of a deployment's template. */
export function setOf({ metadata, spec }: Workload, hash: string, replicas: number): object {
  const mark = { 'pod-template-hash': hash };
  const { template, selector } = spec;
  const labels = { ...template.metadata?.labels, ...mark };
  return {
    metadata: {
      name: `${metadata.name}-${hash}`,
      ...(metadata.namespace === undefined ? {} : { namespace: metadata.namespace }),
      labels,
      ownerReferences: [
        {
          apiVersion: 'apps/v1',
          kind: 'Deployment',
          name: metadata.name,
          uid: metadata.uid,
          controller: true,
          blockOwnerDeletion: true,
        },
      ],
    },
    spec: {
      replicas,
      selector: { matchLabels: { ...selector.matchLabels, ...mark } },
      template: { ...template, metadata: { ...template.metadata, labels } },
    },
  };
}
