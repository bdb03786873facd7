import type { Deployment, Node, ObjectMeta, Pod } from '../../../src/backends/kube/api-types.ts';

function meta(name: string, more: Partial<ObjectMeta> = {}): ObjectMeta {
  return { name, uid: `uid-${name}`, resourceVersion: '1', ...more };
}

/** A Ready worker in az-a. */
export function node(name: string, more: { spec?: Node['spec']; ready?: 'True' | 'False' | 'Unknown' } = {}): Node {
  return {
    metadata: meta(name, { labels: { 'topology.kubernetes.io/zone': 'az-a' } }),
    spec: { podCIDR: '10.244.1.0/24', ...more.spec },
    status: {
      addresses: [
        { type: 'Hostname', address: name },
        { type: 'InternalIP', address: '172.18.0.4' },
      ],
      conditions: [{ type: 'Ready', status: more.ready ?? 'True' }],
    },
  };
}

/** A Ready pod of one container. */
export function pod(
  name: string,
  more: { metadata?: Partial<ObjectMeta>; status?: Partial<NonNullable<Pod['status']>> } = {},
): Pod {
  return {
    metadata: meta(name, {
      namespace: 'web',
      labels: { app: 'web' },
      creationTimestamp: '2026-11-21T10:00:00Z',
      ownerReferences: [{ kind: 'ReplicaSet', name: 'web-1', uid: 'uid-rs', controller: true }],
      ...more.metadata,
    }),
    spec: {
      nodeName: 'a',
      containers: [{ name: 'web', ports: [{ containerPort: 8080 }, { containerPort: 53, protocol: 'UDP' }] }],
    },
    status: {
      phase: 'Running',
      podIP: '10.244.1.5',
      conditions: [
        { type: 'PodScheduled', status: 'True', lastTransitionTime: '2026-11-21T10:00:01Z' },
        { type: 'Ready', status: 'True', lastTransitionTime: '2026-11-21T10:00:03Z' },
      ],
      containerStatuses: [
        {
          name: 'web',
          containerID: 'containerd://abc',
          ready: true,
          restartCount: 2,
          state: { running: { startedAt: '2026-11-21T10:00:02Z' } },
        },
      ],
      ...more.status,
    },
  };
}

/** Wants six, has five. */
export function deployment(name: string): Deployment {
  return {
    metadata: meta(name, { namespace: 'web' }),
    spec: { replicas: 6, selector: { matchLabels: { app: 'web' } } },
    status: { readyReplicas: 5 },
  };
}
