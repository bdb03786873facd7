import type { ClusterState, NodeState, PodState } from '../../src/core/cluster-state.ts';

const zones = ['az-a', 'az-b', 'az-c'];
const components = ['kube-apiserver', 'etcd', 'kube-scheduler', 'kube-controller-manager'];
const suffixes = ['', '2', '3'];

/** The state of a healthy six-node cluster: a control plane and a worker in each of three zones, two replicas on each worker. */
export function sixNodes(changes: Partial<ClusterState> = {}): ClusterState {
  return {
    nodes: [...zones.map((zone, i) => node(zone, i, true)), ...zones.map((zone, i) => node(zone, i, false))],
    pods: [
      ...zones.flatMap((_, i) => components.map((component) => staticPod(component, i))),
      ...zones.flatMap((_, i) => [webPod(i, 0), webPod(i, 1)]),
    ],
    owners: [
      {
        kind: 'Deployment',
        namespace: 'aftershock',
        name: 'web',
        replicas: 6,
        strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: '25%', maxUnavailable: '25%' } },
        podLabels: { app: 'web' },
        containers: [{ name: 'web', image: 'node:22', command: ['node', '/app/server.mjs'] }],
      },
    ],
    loadBalancer: { name: 'lb', address: '172.18.0.2' },
    etcdLeader: 'control-plane2',
    leaders: { 'kube-scheduler': 'control-plane3', 'kube-controller-manager': 'control-plane' },
    workloadNamespace: 'aftershock',
    ...changes,
  };
}

function node(zone: string, index: number, controlPlane: boolean): NodeState {
  const name = `${controlPlane ? 'control-plane' : 'worker'}${suffixes[index] ?? ''}`;
  const last = (controlPlane ? 3 : 6) + index;
  return {
    name,
    zone,
    labels: { 'topology.kubernetes.io/zone': zone },
    controlPlane,
    address: `172.18.0.${last}`,
    podCidrs: [`10.244.${last}.0/24`],
    ready: true,
    schedulable: !controlPlane,
  };
}

function staticPod(component: string, index: number): PodState {
  const nodeName = `control-plane${suffixes[index] ?? ''}`;
  return {
    namespace: 'kube-system',
    name: `${component}-${nodeName}`,
    uid: `${component}-${index}`,
    node: nodeName,
    ip: `172.18.0.${3 + index}`,
    labels: { component, tier: 'control-plane' },
    owner: { kind: 'Node', name: nodeName, uid: `node-${index}` },
    hostNetwork: true,
    mirror: true,
    ready: true,
    terminating: false,
    containers: [
      { name: component, containerId: `containerd://${component}-${index}`, ready: true, restarts: 0, ports: [] },
    ],
  };
}

function webPod(index: number, replica: number): PodState {
  return {
    namespace: 'aftershock',
    name: `web-${index}-${replica}`,
    uid: `web-${index}-${replica}`,
    node: `worker${suffixes[index] ?? ''}`,
    ip: `10.244.${6 + index}.${2 + replica}`,
    labels: { app: 'web', 'pod-template-hash': '5d8f' },
    owner: { kind: 'ReplicaSet', name: 'web-5d8f', uid: 'rs-1' },
    hostNetwork: false,
    mirror: false,
    ready: true,
    terminating: false,
    containers: [
      { name: 'web', containerId: `containerd://web-${index}-${replica}`, ready: true, restarts: 0, ports: [8080] },
    ],
  };
}
