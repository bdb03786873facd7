import type { ClusterParams } from '../../../core/cluster-params/index.ts';
import { setOf, templateHash } from '../controllers/deployment.ts';
import { type TolerationSeconds, withLostNodes } from '../api/defaults/tolerations.ts';
import type { Pod, PodSpec, Workload } from '../objects.ts';
import { backgroundLabel } from '../kubelet/background-pod.ts';
import { dnsServerService } from '../chaos-mesh/dns-server.ts';
import { clusterDnsAddress } from '../dns/settings.ts';
import type { PlannedPod } from './components.ts';
import type { PlannedNode } from './topology.ts';

interface Draft {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace: string };
  readonly [field: string]: unknown;
}

/** A workload that a fresh cluster has, complete from the beginning. */
export interface PlannedWorkload {
  readonly resource: string;
  readonly object: Draft;
  readonly owner?: { readonly kind: string; readonly metadata: { readonly name: string } };
  /** Its pods were placed when the first node was the only one. */
  readonly early?: boolean;
}

/** Where the pods are that are only there. */
export const backgroundNamespace = 'background';

const everything = [{ operator: 'Exists' as const }];

function service(namespace: string, name: string, spec: Readonly<Record<string, unknown>>): Draft {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace },
    spec: { type: 'ClusterIP', ...spec },
    status: { loadBalancer: {} },
  };
}

const tcp = (name: string, port: number, targetPort: number): ServicePort => ({
  name,
  protocol: 'TCP',
  port,
  targetPort,
});

interface ServicePort {
  readonly name: string;
  readonly protocol: string;
  readonly port: number;
  readonly targetPort: number;
}

/** The Services of a cluster with Chaos Mesh. */
export const plannedServices: readonly Draft[] = [
  service('default', 'kubernetes', { clusterIP: '10.96.0.1', ports: [tcp('https', 443, 6443)] }),
  service('kube-system', 'kube-dns', {
    clusterIP: clusterDnsAddress,
    selector: { 'k8s-app': 'kube-dns' },
    ports: [{ ...tcp('dns', 53, 53), protocol: 'UDP' }, tcp('dns-tcp', 53, 53), tcp('metrics', 9153, 9153)],
  }),
  service('chaos-mesh', 'chaos-daemon', {
    clusterIP: 'None',
    selector: { 'app.kubernetes.io/component': 'chaos-daemon' },
    ports: [tcp('grpc', 31_767, 31_767), tcp('http', 31_766, 31_766)],
  }),
  service('chaos-mesh', 'chaos-mesh-controller-manager', {
    clusterIP: '10.96.0.11',
    selector: { 'app.kubernetes.io/component': 'controller-manager' },
    ports: [tcp('webhook', 443, 10_250)],
  }),
  service('chaos-mesh', dnsServerService, {
    clusterIP: '10.96.0.12',
    selector: { 'app.kubernetes.io/component': 'chaos-dns-server' },
    ports: [{ ...tcp('dns', 53, 53), protocol: 'UDP' }, tcp('dns-tcp', 53, 53), tcp('grpc', 9288, 9288)],
  }),
];

interface Plan {
  readonly namespace: string;
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly spec: PodSpec;
}

/** CoreDNS, kube-proxy, kind's pod network, and Chaos Mesh's controllers and daemons. */
export function plannedWorkloads({ chaosMesh, dns: names }: ClusterParams, nodes: number): readonly PlannedWorkload[] {
  const container = (name: string): PodSpec['containers'] => [{ name, image: `${name}:simulated` }];
  const controllers = {
    namespace: 'chaos-mesh',
    name: 'chaos-controller-manager',
    labels: { 'app.kubernetes.io/component': 'controller-manager' },
    spec: { containers: container('chaos-mesh') },
  };
  const dns = {
    namespace: 'kube-system',
    name: 'coredns',
    labels: { 'k8s-app': 'kube-dns' },
    spec: {
      dnsPolicy: 'Default',
      tolerations: [
        { key: 'CriticalAddonsOnly', operator: 'Exists' },
        { key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' },
      ],
      containers: [coreDnsContainer],
    },
  } satisfies Plan;
  const dnsServer = {
    namespace: 'chaos-mesh',
    name: 'chaos-dns-server',
    labels: { 'app.kubernetes.io/component': 'chaos-dns-server' },
    spec: { containers: container('chaos-dns-server') },
  };
  return [
    ...deployment(dns, names.replicas, !names.spread),
    ...deployment(controllers, chaosMesh.replicas),
    daemonSet(
      {
        namespace: 'kube-system',
        name: 'kube-proxy',
        labels: { 'k8s-app': 'kube-proxy' },
        spec: { hostNetwork: true, tolerations: everything, containers: container('kube-proxy') },
      },
      nodes,
    ),
    daemonSet(
      {
        namespace: 'chaos-mesh',
        name: 'chaos-daemon',
        labels: { 'app.kubernetes.io/component': 'chaos-daemon' },
        spec: { tolerations: everything, containers: container('chaos-daemon') },
      },
      nodes,
    ),
    ...deployment(dnsServer, 1),
    // The routes that it has set stand without it: it only has to be there.
    daemonSet(
      {
        namespace: 'kube-system',
        name: 'kindnet',
        labels: { app: 'kindnet', 'k8s-app': 'kindnet', tier: 'node' },
        spec: { hostNetwork: true, tolerations: everything, containers: container('kindnet-cni') },
      },
      nodes,
    ),
  ];
}

/** CoreDNS's container as kubeadm writes it (cmd/kubeadm/app/phases/addons/dns/manifests.go). */
const coreDnsContainer: PodSpec['containers'][number] = {
  name: 'coredns',
  image: 'coredns:simulated',
  ports: [
    { name: 'dns', containerPort: 53, protocol: 'UDP' },
    { name: 'dns-tcp', containerPort: 53 },
    { name: 'metrics', containerPort: 9153 },
  ],
  resources: { requests: { cpu: '100m', memory: '70Mi' }, limits: { memory: '170Mi' } },
  livenessProbe: {
    httpGet: { path: '/health', port: 8080 },
    initialDelaySeconds: 60,
    timeoutSeconds: 5,
    failureThreshold: 5,
  },
  readinessProbe: { httpGet: { path: '/ready', port: 8181 } },
};

function base(kind: string, { namespace, name, labels, spec }: Plan, more: object): Draft {
  return {
    apiVersion: 'apps/v1',
    kind,
    metadata: { name, namespace },
    spec: { ...more, selector: { matchLabels: labels }, template: { metadata: { labels }, spec } },
  };
}

function deployment(plan: Plan, replicas: number, early = false): readonly PlannedWorkload[] {
  const counts = { replicas, readyReplicas: replicas, availableReplicas: replicas, observedGeneration: 1 };
  const object = base('Deployment', plan, { replicas });
  const workload = object as unknown as Workload;
  const set = setOf(workload, templateHash(workload.spec.template), replicas) as Draft;
  return [
    {
      resource: 'deployments.apps',
      object: { ...object, status: { ...counts, updatedReplicas: replicas, unavailableReplicas: 0 } },
    },
    {
      resource: 'replicasets.apps',
      object: {
        ...set,
        apiVersion: 'apps/v1',
        kind: 'ReplicaSet',
        status: { ...counts, fullyLabeledReplicas: replicas },
      },
      owner: { kind: 'Deployment', metadata: { name: plan.name } },
      early,
    },
  ];
}

function daemonSet(plan: Plan, nodes: number): PlannedWorkload {
  const status = {
    currentNumberScheduled: nodes,
    numberMisscheduled: 0,
    desiredNumberScheduled: nodes,
    numberReady: nodes,
    observedGeneration: 1,
    updatedNumberScheduled: nodes,
    numberAvailable: nodes,
  };
  return { resource: 'daemonsets.apps', object: { ...base('DaemonSet', plan, {}), status } };
}

interface Room {
  readonly nodes: readonly PlannedNode[];
  /** Nodes that take ordinary pods. */
  readonly takers: readonly string[];
  readonly suffix: () => string;
  /** What admission gave to pods that say nothing of lost nodes. */
  readonly tolerationSeconds: TolerationSeconds;
}

/** Pods of one ReplicaSet among those that are only there: as many as one would find in a large cluster (assumed). */
const backgroundReplicas = 100;

/** Pods that are only there, `perNode` on each node that takes any, with the ReplicaSets that they belong to. */
export function backgroundPods(
  perNode: number,
  { takers, suffix, tolerationSeconds }: Room,
): { readonly sets: readonly PlannedWorkload[]; readonly pods: readonly PlannedPod[] } {
  const all = perNode * takers.length;
  const containers = [{ name: 'app', image: 'background:simulated' }];
  const sets: PlannedWorkload[] = [];
  const pods: PlannedPod[] = [];
  for (let first = 0; first < all; first += backgroundReplicas) {
    const replicas = Math.min(backgroundReplicas, all - first);
    const name = `app-${first / backgroundReplicas}`;
    const labels = { ...backgroundLabel, app: name };
    const plan = { namespace: backgroundNamespace, name, labels, spec: { containers } };
    const status = { replicas, readyReplicas: replicas, availableReplicas: replicas, fullyLabeledReplicas: replicas };
    const object = { ...base('ReplicaSet', plan, { replicas }), status: { ...status, observedGeneration: 1 } };
    sets.push({ resource: 'replicasets.apps', object });
    for (let index = first; index < first + replicas; index += 1) {
      const nodeName = takers[index % takers.length] ?? '';
      const owner = { kind: 'ReplicaSet' as const, name };
      const spec = { nodeName, tolerations: withLostNodes([], tolerationSeconds), containers };
      pods.push({ namespace: backgroundNamespace, name: `${name}-${suffix()}`, labels, owner, spec });
    }
  }
  return { sets, pods };
}

/** The pods of a workload: a DaemonSet's on every node, a ReplicaSet's on those that take them, one after the other. */
export function podsOf(
  { object, early = false }: PlannedWorkload,
  { nodes, takers, suffix, tolerationSeconds }: Room,
): readonly PlannedPod[] {
  const { kind, metadata, spec } = object as unknown as Workload;
  if (kind !== 'DaemonSet' && kind !== 'ReplicaSet') return [];
  const names = nodes.map(({ name }) => name);
  const there = early ? names.slice(0, 1) : takers;
  const places =
    kind === 'DaemonSet'
      ? names
      : Array.from({ length: spec.replicas ?? 1 }, (_, index) => there[index % there.length] ?? '');
  return places.map((nodeName): PlannedPod => {
    const { containers, tolerations = [], ...rest } = spec.template.spec;
    return {
      namespace: metadata.namespace ?? '',
      name: `${metadata.name}-${suffix()}`,
      labels: (spec.template.metadata?.labels ?? {}) satisfies Pod['metadata']['labels'],
      owner: { kind, name: metadata.name },
      spec: { ...rest, tolerations: withLostNodes(tolerations, tolerationSeconds), nodeName, containers },
    };
  });
}
