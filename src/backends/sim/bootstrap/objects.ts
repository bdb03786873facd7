import type { Random } from '../../../base/random.ts';
import type { ClusterParams } from '../../../core/cluster-params/index.ts';
import type { Condition, ContainerStatus, Pod, PodSpec } from '../objects.ts';
import { containerIds, type NameDraws, nameDraws } from '../engine/name-draws.ts';
import { isBackground } from '../kubelet/background-pod.ts';
import { nodeConditions } from '../kubelet/heartbeat.ts';
import { keyOf, type OwnerReference, type StoredObject } from '../store/object.ts';
import type { Store } from '../store/store.ts';
import { definitions } from '../api/resources.ts';
import { chaosMeshDefinitions } from './chaos-mesh-crds.ts';
import { type PlannedPod, staticPods } from './components.ts';
import type { PlannedNode } from './topology.ts';
import { backgroundNamespace, backgroundPods, plannedServices, plannedWorkloads, podsOf } from './workloads.ts';

/** Draws uids, and stamps everything with the instant at which the run begins. */
interface Maker extends NameDraws {
  readonly stamp: string;
  /** The same for the same workload: drawn when it is first asked for. */
  readonly uidOf: (object: Named) => string;
  readonly containerId: () => string;
  /** What a hundred thousand pods have in common is there once. */
  readonly owners: Map<string, readonly OwnerReference[]>;
  readonly wellConditions: readonly Condition[];
}

type Draft = Omit<StoredObject, 'metadata'> & {
  readonly metadata: { readonly name: string; readonly namespace?: string } & Readonly<Record<string, unknown>>;
};

/** Puts into the store what a cluster has that has been running for a while. Answers with the pods, by node. */
export function storeFreshCluster(
  store: Store,
  nodes: readonly PlannedNode[],
  { params, random, stamp }: { readonly params: ClusterParams; readonly random: Random; readonly stamp: string },
): ReadonlyMap<string, readonly Pod[]> {
  const maker = makerOf(random, stamp);
  const put = putter(store, maker);
  for (const name of params.podsPerNode > 0 ? [...namespaces, backgroundNamespace] : namespaces) {
    put('namespaces', namespaceObject(name));
  }
  for (const definition of chaosMeshDefinitions(stamp)) put(definitions, definition);
  for (const node of nodes) {
    put('nodes', nodeObject(node, params.node, stamp));
    put('leases.coordination.k8s.io', leaseObject(node, stamp));
  }
  const workers = nodes.filter(({ controlPlane }) => !controlPlane).map(({ name }) => name);
  const takers = workers.length > 0 ? workers : nodes.map(({ name }) => name);
  for (const service of plannedServices) put('services', service);
  const workloads = plannedWorkloads(params, nodes.length);
  for (const { resource, object, owner } of workloads) {
    const references = owner === undefined ? {} : { ownerReferences: [reference(owner, maker)] };
    put(resource, { ...object, metadata: { ...object.metadata, uid: maker.uidOf(object), ...references } });
  }
  const { defaultNotReadyTolerationSeconds: notReady, defaultUnreachableTolerationSeconds: unreachable } =
    params.apiserver;
  const room = { nodes, takers, suffix: maker.suffix, tolerationSeconds: { notReady, unreachable } };
  const background = backgroundPods(params.podsPerNode, room);
  for (const { resource, object } of background.sets) {
    put(resource, { ...object, metadata: { ...object.metadata, uid: maker.uidOf(object) } });
  }
  const pods = [
    ...nodes.filter(({ controlPlane }) => controlPlane).flatMap((node) => staticPods(node.name, params)),
    ...workloads.flatMap((workload) => podsOf(workload, room)),
    ...background.pods,
  ];
  return placed(pods, nodes, (draft) => put('pods', draft) as Pod, maker);
}

const namespaces = ['default', 'kube-system', 'kube-public', 'kube-node-lease', 'chaos-mesh'];

function makerOf(random: Random, stamp: string): Maker {
  const { uid, suffix } = nameDraws(random);
  const uids = new Map<string, string>();
  const uidOf = ({ kind, metadata }: Named): string => {
    const known = uids.get(`${kind} ${metadata.name}`) ?? uid();
    uids.set(`${kind} ${metadata.name}`, known);
    return known;
  };
  const holds = (type: string): Condition => ({ type, status: 'True', lastTransitionTime: stamp });
  const wellConditions = ['Initialized', 'Ready', 'ContainersReady', 'PodScheduled'].map(holds);
  // Among thousands of pods two are drawn the same letters.
  const taken = new Set<string>();
  const fresh = (): string => {
    let letters = suffix();
    while (taken.has(letters)) letters = suffix();
    taken.add(letters);
    return letters;
  };
  const containerId = containerIds(random.fork('containers'));
  return { stamp, uid, uidOf, suffix: fresh, containerId, owners: new Map(), wellConditions };
}

function putter(store: Store, { stamp, uid }: Maker): (resource: string, draft: Draft) => StoredObject {
  return (resource, draft) => {
    const { name, namespace } = draft.metadata;
    const metadata = { uid: uid(), creationTimestamp: stamp, resourceVersion: '', generation: 1, ...draft.metadata };
    const object = { ...draft, metadata } as StoredObject;
    const result = store.apply({ kind: 'put', resource, key: keyOf(namespace, name), object, expect: 0 });
    if (!result.ok) throw new Error(`two ${resource} are called ${name}`);
    return result.object;
  };
}

function namespaceObject(name: string): Draft {
  return {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name },
    spec: { finalizers: ['kubernetes'] },
    status: { phase: 'Active' },
  };
}

function leaseObject({ name }: PlannedNode, stamp: string): Draft {
  return {
    apiVersion: 'coordination.k8s.io/v1',
    kind: 'Lease',
    metadata: { name, namespace: 'kube-node-lease' },
    spec: { holderIdentity: name, leaseDurationSeconds: 40, renewTime: stamp.replace('Z', '.000000Z') },
  };
}

interface Named {
  readonly kind: string;
  readonly metadata: { readonly name: string };
}

function reference({ kind, metadata: { name } }: Named, { uidOf }: Maker): OwnerReference {
  const owner = { kind, metadata: { name } };
  return { apiVersion: 'apps/v1', kind, name, uid: uidOf(owner), controller: true, blockOwnerDeletion: true };
}

function ownersOf(owner: NonNullable<PlannedPod['owner']>, maker: Maker): readonly OwnerReference[] {
  const key = `${owner.kind} ${owner.name}`;
  const known = maker.owners.get(key) ?? [reference({ kind: owner.kind, metadata: { name: owner.name } }, maker)];
  maker.owners.set(key, known);
  return known;
}

function placed(
  pods: readonly PlannedPod[],
  nodes: readonly PlannedNode[],
  put: (draft: Draft) => Pod,
  maker: Maker,
): ReadonlyMap<string, readonly Pod[]> {
  const places = new Map(nodes.map((node) => [node.name, node]));
  const byNode = new Map<string, Pod[]>();
  for (const pod of pods) {
    const name = pod.spec.nodeName ?? '';
    const here = byNode.get(name) ?? [];
    byNode.set(name, here);
    const node = places.get(name);
    const ownNetwork = here.filter(({ spec }) => spec.hostNetwork !== true).length;
    const address =
      pod.spec.hostNetwork === true ? node?.address : node?.podCidr.replace('.0/24', `.${ownNetwork + 2}`);
    here.push(put(podObject(pod, address ?? '', maker)));
  }
  return byNode;
}

function podObject(
  { namespace, name, labels, annotations, owner, spec }: PlannedPod,
  podIP: string,
  maker: Maker,
): Draft {
  const metadata = {
    name,
    namespace,
    labels,
    ...(annotations === undefined ? {} : { annotations }),
    ...(owner === undefined ? {} : { ownerReferences: ownersOf(owner, maker) }),
  };
  const status = { phase: 'Running', podIP, startTime: maker.stamp, conditions: maker.wellConditions };
  const containerStatuses = isBackground({ metadata }) ? {} : { containerStatuses: containersOf(spec, maker) };
  return { apiVersion: 'v1', kind: 'Pod', metadata, spec, status: { ...status, ...containerStatuses } };
}

/** As their kubelet has told of them: it has nothing to write when the run begins. */
function containersOf({ containers }: PodSpec, { containerId, stamp }: Maker): readonly ContainerStatus[] {
  return containers.map(({ name, image }) => ({
    name,
    image,
    imageID: image,
    ready: true,
    started: true,
    restartCount: 0,
    containerID: containerId(),
    state: { running: { startedAt: stamp } },
  }));
}

function nodeObject(
  { name, zone, controlPlane, address, podCidr }: PlannedNode,
  { cores, memoryBytes }: ClusterParams['node'],
  stamp: string,
): Draft {
  const size = { cpu: String(cores), memory: `${Math.floor(memoryBytes / 1024)}Ki`, pods: '110' };
  const role = controlPlane ? { 'node-role.kubernetes.io/control-plane': '' } : {};
  const taints = controlPlane ? [{ key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' }] : undefined;
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name,
      labels: {
        'kubernetes.io/hostname': name,
        'kubernetes.io/os': 'linux',
        'topology.kubernetes.io/zone': zone,
        ...role,
      },
    },
    spec: { podCIDR: podCidr, podCIDRs: [podCidr], ...(taints === undefined ? {} : { taints }) },
    status: {
      addresses: [
        { type: 'InternalIP', address },
        { type: 'Hostname', address: name },
      ],
      conditions: nodeConditions(stamp),
      capacity: size,
      allocatable: size,
    },
  };
}
