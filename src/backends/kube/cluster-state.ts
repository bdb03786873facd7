import type {
  ClusterState,
  ContainerState,
  NodeState,
  OwnerState,
  PodState,
  StoredContainer,
} from '../../core/cluster-state.ts';
import {
  conditionStatus,
  controllerOf,
  controlPlaneLabel,
  type KubeObject,
  type Node,
  type Pod,
  zoneLabel,
} from './api-types.ts';
import type { KubeClient } from './kube-client.ts';

const mirrorAnnotation = 'kubernetes.io/config.mirror';

/** What of a cluster's state the API does not tell. */
export type Surroundings = Pick<ClusterState, 'loadBalancer' | 'etcdLeader' | 'leaders' | 'workloadNamespace'>;

/** Reads nodes and pods afresh. */
export async function readClusterState(
  client: KubeClient,
  surroundings: Surroundings,
  signal: AbortSignal,
): Promise<ClusterState> {
  const [nodes, pods, ...owners] = await Promise.all([
    client.list<Node>('/api/v1/nodes', { signal }),
    client.list<Pod>('/api/v1/pods', { signal }),
    ...ownerKinds.map(async ([kind, plural]) => {
      const { items } = await client.list<Owner>(`/apis/apps/v1/${plural}`, { signal });
      return items.map((owner) => ownerState(kind, owner));
    }),
  ]);
  return {
    nodes: nodes.items.map(nodeState),
    pods: pods.items.map(podState),
    owners: owners.flat(),
    ...surroundings,
  };
}

const ownerKinds = [
  ['Deployment', 'deployments'],
  ['StatefulSet', 'statefulsets'],
  ['DaemonSet', 'daemonsets'],
] as const;

interface Owner extends KubeObject {
  readonly spec: {
    readonly replicas?: number;
    readonly strategy?: Readonly<Record<string, unknown>>;
    readonly template: {
      readonly metadata?: { readonly labels?: Readonly<Record<string, string>> };
      readonly spec: { readonly containers: readonly StoredContainer[] };
    };
  };
}

function ownerState(kind: OwnerState['kind'], { metadata, spec }: Owner): OwnerState {
  return {
    kind,
    namespace: metadata.namespace ?? '',
    name: metadata.name,
    replicas: kind === 'DaemonSet' ? undefined : (spec.replicas ?? 1),
    strategy: spec.strategy,
    containers: spec.template.spec.containers,
    podLabels: spec.template.metadata?.labels ?? {},
  };
}

/** A node in the words of core. */
export function nodeState({ metadata, spec, status }: Node): NodeState {
  const labels = metadata.labels ?? {};
  return {
    name: metadata.name,
    zone: labels[zoneLabel],
    labels,
    controlPlane: controlPlaneLabel in labels,
    address: status?.addresses?.find(({ type }) => type === 'InternalIP')?.address ?? '',
    podCidrs: spec.podCIDRs ?? (spec.podCIDR === undefined ? [] : [spec.podCIDR]),
    ready: conditionStatus(status?.conditions, 'Ready') === 'True',
    schedulable:
      spec.unschedulable !== true && !(spec.taints ?? []).some((taint) => taint.effect !== 'PreferNoSchedule'),
  };
}

/** A pod in the words of core. */
export function podState(pod: Pod): PodState {
  const { metadata, spec, status } = pod;
  return {
    namespace: metadata.namespace ?? '',
    name: metadata.name,
    uid: metadata.uid,
    node: spec.nodeName,
    ip: status?.podIP,
    labels: metadata.labels ?? {},
    owner: controllerOf(pod),
    hostNetwork: spec.hostNetwork === true,
    mirror: metadata.annotations?.[mirrorAnnotation] !== undefined,
    ready: conditionStatus(status?.conditions, 'Ready') === 'True',
    terminating: metadata.deletionTimestamp !== undefined,
    containers: containerStates(pod),
  };
}

function containerStates({ spec, status }: Pod): readonly ContainerState[] {
  return spec.containers.map(({ name, ports }) => {
    const seen = status?.containerStatuses?.find((candidate) => candidate.name === name);
    return {
      name,
      containerId: seen?.containerID ?? '',
      ready: seen?.ready ?? false,
      restarts: seen?.restartCount ?? 0,
      ports: (ports ?? [])
        .filter(({ protocol }) => (protocol ?? 'TCP') === 'TCP')
        .map(({ containerPort }) => containerPort),
    };
  });
}
