import type { Random } from '../../../base/random.ts';
import type { ClusterParams } from '../../../core/cluster-params/index.ts';
import type { Condition, Pod } from '../objects.ts';
import { keyOf, type StoredObject } from '../store/object.ts';
import type { Store } from '../store/store.ts';
import { chaosControllers, daemonPods, type PlannedPod, staticPods } from './components.ts';
import type { PlannedNode } from './topology.ts';

/** Draws uids, and stamps everything with the instant at which the run begins. */
interface Maker {
  readonly stamp: string;
  readonly uid: () => string;
  readonly suffix: () => string;
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
  const letters = [...'bcdfghjklmnpqrstvwxz2456789'];
  const hex = (length: number): string =>
    Array.from({ length }, () => Math.floor(random.next() * 16).toString(16)).join('');
  const maker: Maker = {
    stamp,
    uid: () => `${hex(8)}-${hex(4)}-4${hex(3)}-a${hex(3)}-${hex(12)}`,
    suffix: () => Array.from({ length: 5 }, () => random.pick(letters)).join(''),
  };
  const put = (resource: string, draft: Draft): StoredObject => {
    const { name, namespace } = draft.metadata;
    const metadata = {
      uid: maker.uid(),
      creationTimestamp: stamp,
      resourceVersion: '',
      generation: 1,
      ...draft.metadata,
    };
    const object = { ...draft, metadata } as StoredObject;
    const result = store.apply({ kind: 'put', resource, key: keyOf(namespace, name), object, expect: 0 });
    if (!result.ok) throw new Error(`two ${resource} are called ${name}`);
    return result.object;
  };
  for (const name of ['default', 'kube-system', 'kube-public', 'kube-node-lease', 'chaos-mesh']) {
    put('namespaces', {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name },
      spec: { finalizers: ['kubernetes'] },
      status: { phase: 'Active' },
    });
  }
  for (const node of nodes) {
    put('nodes', nodeObject(node, stamp));
    put('leases.coordination.k8s.io', {
      apiVersion: 'coordination.k8s.io/v1',
      kind: 'Lease',
      metadata: { name: node.name, namespace: 'kube-node-lease' },
      spec: { holderIdentity: node.name, leaseDurationSeconds: 40, renewTime: stamp.replace('Z', '.000000Z') },
    });
  }
  const workers = nodes.filter(({ controlPlane }) => !controlPlane).map(({ name }) => name);
  const takers = workers.length > 0 ? workers : nodes.map(({ name }) => name);
  const pods = [
    ...nodes.flatMap((node) => [
      ...(node.controlPlane ? staticPods(node.name, params) : []),
      ...daemonPods(node.name, maker.suffix),
    ]),
    ...chaosControllers(takers, params.chaosMesh.replicas, maker.suffix),
  ];
  return placed(pods, nodes, (draft) => put('pods', draft) as Pod, maker);
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
  { stamp, uid }: Maker,
): Draft {
  const holds = (type: string): Condition => ({ type, status: 'True', lastTransitionTime: stamp });
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      namespace,
      labels,
      ...(annotations === undefined ? {} : { annotations }),
      ...(owner === undefined ? {} : { ownerReferences: [{ ...owner, uid: uid(), controller: true }] }),
    },
    spec,
    status: {
      phase: 'Running',
      podIP,
      conditions: ['Initialized', 'Ready', 'ContainersReady', 'PodScheduled'].map(holds),
    },
  };
}

function nodeObject({ name, zone, controlPlane, address, podCidr }: PlannedNode, stamp: string): Draft {
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
      conditions: [{ type: 'Ready', status: 'True', reason: 'KubeletReady', lastTransitionTime: stamp }],
      allocatable: { cpu: '8', memory: '32Gi', pods: '110' },
    },
  };
}
