import type { ClusterParams } from '../../../core/cluster-params/index.ts';
import type { PodSpec } from '../objects.ts';

const everything = [{ operator: 'Exists' as const }];

/** A pod that a fresh cluster has on some nodes. */
export interface PlannedPod {
  readonly namespace: string;
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly owner?: { readonly apiVersion: string; readonly kind: string; readonly name: string };
  readonly spec: PodSpec;
}

const seconds = (ms: number): string => `${ms / 1000}s`;
const millis = (ms: number): string => String(Math.round(ms));

/** The static pods of a control plane, with the flags that decide figures on their command lines, as kubeadm writes them. */
export function staticPods(node: string, params: ClusterParams): readonly PlannedPod[] {
  const { etcd, apiserver, controllerManager, scheduler } = params;
  const flags: Readonly<Record<string, readonly string[]>> = {
    etcd: [
      `--heartbeat-interval=${millis(etcd.heartbeatIntervalMs)}`,
      `--election-timeout=${millis(etcd.electionTimeoutMs)}`,
    ],
    'kube-apiserver': [
      `--default-not-ready-toleration-seconds=${apiserver.defaultNotReadyTolerationSeconds}`,
      `--default-unreachable-toleration-seconds=${apiserver.defaultUnreachableTolerationSeconds}`,
    ],
    'kube-controller-manager': [
      `--node-monitor-grace-period=${seconds(controllerManager.nodeMonitorGracePeriodMs)}`,
      `--node-monitor-period=${seconds(controllerManager.nodeMonitorPeriodMs)}`,
      `--node-eviction-rate=${controllerManager.nodeEvictionRate}`,
      `--leader-elect-lease-duration=${seconds(controllerManager.leaderElectLeaseDurationMs)}`,
    ],
    'kube-scheduler': [`--leader-elect-lease-duration=${seconds(scheduler.leaderElectLeaseDurationMs)}`],
  };
  return Object.entries(flags).map(([component, args]) => ({
    namespace: 'kube-system',
    name: `${component}-${node}`,
    labels: { component, tier: 'control-plane' },
    annotations: { 'kubernetes.io/config.mirror': 'static', 'kubernetes.io/config.source': 'file' },
    spec: {
      nodeName: node,
      hostNetwork: true,
      tolerations: everything,
      containers: [{ name: component, image: `registry.k8s.io/${component}:simulated`, command: [component, ...args] }],
    },
  }));
}

/** What DaemonSets put on every node: kube-proxy and chaos-daemon. */
export function daemonPods(node: string, suffix: () => string): readonly PlannedPod[] {
  const of = (
    namespace: string,
    name: string,
    labels: Readonly<Record<string, string>>,
    hostNetwork: boolean,
  ): PlannedPod => ({
    namespace,
    name: `${name}-${suffix()}`,
    labels,
    owner: { apiVersion: 'apps/v1', kind: 'DaemonSet', name },
    spec: { nodeName: node, hostNetwork, tolerations: everything, containers: [{ name, image: `${name}:simulated` }] },
  });
  return [
    of('kube-system', 'kube-proxy', { 'k8s-app': 'kube-proxy' }, true),
    of('chaos-mesh', 'chaos-daemon', { 'app.kubernetes.io/component': 'chaos-daemon' }, false),
  ];
}

/** The replicas of chaos-controller-manager, one a node of those that take pods. */
export function chaosControllers(
  nodes: readonly string[],
  replicas: number,
  suffix: () => string,
): readonly PlannedPod[] {
  return Array.from({ length: replicas }, (_, index) => ({
    namespace: 'chaos-mesh',
    name: `chaos-controller-manager-${suffix()}`,
    labels: { 'app.kubernetes.io/component': 'controller-manager' },
    owner: { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'chaos-controller-manager' },
    spec: {
      nodeName: nodes[index % nodes.length] ?? '',
      containers: [{ name: 'chaos-mesh', image: 'ghcr.io/chaos-mesh/chaos-mesh:simulated' }],
    },
  }));
}
