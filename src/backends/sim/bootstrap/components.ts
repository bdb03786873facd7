import type { ClusterParams } from '../../../core/cluster-params/index.ts';
import type { Container, PodSpec, Probe } from '../objects.ts';

const everything = [{ operator: 'Exists' as const }];

/** A pod that a fresh cluster has on some nodes. */
export interface PlannedPod {
  readonly namespace: string;
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  /** Of a workload that is in the cluster as well. */
  readonly owner?: { readonly kind: 'DaemonSet' | 'ReplicaSet'; readonly name: string };
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
      containers: [
        {
          name: component,
          image: `registry.k8s.io/${component}:simulated`,
          command: [component, ...args],
          ...(requests[component] === undefined ? {} : { resources: { requests: requests[component] } }),
          ...probesOf(component),
        },
      ],
    },
  }));
}

/** What kubeadm has static pods ask for (cmd/kubeadm/app/phases/{controlplane,etcd}). */
const requests: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'kube-apiserver': { cpu: '250m' },
  'kube-controller-manager': { cpu: '200m' },
  'kube-scheduler': { cpu: '100m' },
  etcd: { cpu: '100m', memory: '100Mi' },
};

/** Where a static pod is asked, and what for (k8s.io/kubernetes, cmd/kubeadm/app/util/staticpod/utils.go). */
const asked: Readonly<Record<string, { readonly port: number; readonly live: string; readonly ready?: string }>> = {
  etcd: { port: 2381, live: '/livez', ready: '/readyz' },
  'kube-apiserver': { port: 6443, live: '/livez', ready: '/readyz' },
  'kube-controller-manager': { port: 10_257, live: '/healthz' },
  'kube-scheduler': { port: 10_259, live: '/livez', ready: '/readyz' },
};

function probesOf(component: string): Partial<Container> {
  const { port = 0, live = '', ready } = asked[component] ?? {};
  const scheme = component === 'etcd' ? 'HTTP' : 'HTTPS';
  const get = (path: string): Probe => ({ httpGet: { path, port, scheme }, timeoutSeconds: 15 });
  // etcd answers whether it could serve at all; that it starts is asked of its readiness.
  const startup = component === 'etcd' ? '/readyz' : live;
  return {
    livenessProbe: { ...get(live), initialDelaySeconds: 10, periodSeconds: 10, failureThreshold: 8 },
    startupProbe: { ...get(startup), initialDelaySeconds: 10, periodSeconds: 10, failureThreshold: 24 },
    ...(ready === undefined ? {} : { readinessProbe: { ...get(ready), periodSeconds: 1, failureThreshold: 3 } }),
  };
}
