import { expect } from 'chai';
import { systemClock } from '../../../src/base/system-clock.ts';
import type { KubeClient } from '../../../src/backends/kube/kube-client.ts';
import { deployWorkload, workloadProblems } from '../../../src/backends/kube/workload.ts';

const signal = new AbortController().signal;
const namespace = 'aftershock';
const base = '/apis/apps/v1/namespaces/aftershock';
const zoneOf: Readonly<Record<string, string>> = { w1: 'az-a', w2: 'az-b', w3: 'az-c' };

const manifest = `apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  replicas: 3
  selector: { matchLabels: { app: web } }
  template:
    spec:
      topologySpreadConstraints: [{ topologyKey: topology.kubernetes.io/zone, maxSkew: 1 }]
      containers: [{ name: web, image: workload.image }]
---
apiVersion: v1
kind: Service
metadata: { name: web }
spec: { type: NodePort, ports: [{ port: 80 }] }
`;
const request = { text: manifest, file: 'web.yaml', image: 'node:22', namespace };

interface FakeApi {
  readonly client: KubeClient;
  /** Verb and path of every call that changes something. */
  readonly changes: string[];
}

/** An API in which a Deployment `web` has its pods on `places`; a deleted pod starts anew on the emptiest of w1 to w3. */
function fakeApi(places: readonly string[], { ready = places.length, extra = [] as string[] } = {}): FakeApi {
  const changes: string[] = [];
  const pods = new Map(places.map((node, i) => [`web-${i}`, node]));
  const named = (names: Iterable<string>): object[] => [...names].map((name) => ({ metadata: { name } }));
  const items = (path: string): unknown[] => {
    if (path.startsWith(`${base}/deployments?`)) return named(['web', ...extra]);
    if (path.includes('?')) return [];
    if (path === '/api/v1/nodes') return [...Object.keys(zoneOf), 'cp'].map(nodeOf);
    if (path.endsWith('/pods')) return [...pods].map(([name, node]) => podOf(name, node));
    return path === `${base}/deployments` ? [deploymentOf(places.length, ready)] : [];
  };
  const client = {
    get: async () => ({ resources: resources.map(([name, kind]) => ({ name, kind, namespaced: true })) }),
    list: async (path: string) => ({ metadata: { resourceVersion: '1' }, items: items(path) }),
    apply: async (path: string, body: { kind: string }) => {
      changes.push(`apply ${path}`);
      return body.kind === 'Service' ? { ...body, spec: { ports: [{ nodePort: 30080 }] } } : body;
    },
    remove: async (path: string) => {
      changes.push(`remove ${path}`);
      const name = path.split('/').at(-1) ?? '';
      if (pods.delete(name)) pods.set(`${name}-anew`, emptiest([...pods.values()]));
      return true;
    },
  };
  return { client: client as unknown as KubeClient, changes };
}

const resources = [
  ['deployments', 'Deployment'],
  ['statefulsets', 'StatefulSet'],
  ['daemonsets', 'DaemonSet'],
  ['services', 'Service'],
  ['configmaps', 'ConfigMap'],
  ['poddisruptionbudgets', 'PodDisruptionBudget'],
] as const;

function nodeOf(name: string): object {
  const zone = zoneOf[name];
  const labels = { 'topology.kubernetes.io/zone': zone ?? 'az-a' };
  return { metadata: { name, labels }, spec: zone === undefined ? { taints: [{ effect: 'NoSchedule' }] } : {} };
}

function podOf(name: string, nodeName: string): object {
  return { metadata: { name, labels: { app: 'web' } }, spec: { nodeName } };
}

function deploymentOf(replicas: number, ready: number): object {
  return {
    metadata: { name: 'web', generation: 2 },
    spec: {
      replicas,
      selector: { matchLabels: { app: 'web' } },
      template: { spec: { topologySpreadConstraints: [{ topologyKey: 'topology.kubernetes.io/zone', maxSkew: 1 }] } },
    },
    status: { observedGeneration: 2, replicas, updatedReplicas: replicas, readyReplicas: ready },
  };
}

function emptiest(nodes: readonly string[]): string {
  const count = (node: string): number => nodes.filter((each) => each === node).length;
  return Object.keys(zoneOf).reduce((least, node) => (count(node) < count(least) ? node : least));
}

describe('deployWorkload', () => {
  it('applies namespace and objects, and answers with the NodePort and the nodes that take pods', async () => {
    const { client, changes } = fakeApi(['w1', 'w2', 'w3']);
    const deployed = await deployWorkload({ client, clock: systemClock() }, request, signal);
    expect(deployed).to.deep.equal({ nodePort: 30080, nodes: ['w1', 'w2', 'w3'] });
    expect(changes).to.deep.equal([
      'apply /api/v1/namespaces/aftershock',
      `apply ${base}/deployments/web`,
      'apply /api/v1/namespaces/aftershock/services/web',
    ]);
  });

  it('starts surplus pods anew when an earlier run left the zones uneven', async () => {
    const { client, changes } = fakeApi(['w2', 'w2', 'w3', 'w3', 'w3', 'w2']);
    await deployWorkload({ client, clock: systemClock() }, request, signal);
    expect(changes.filter((change) => change.includes('/pods/'))).to.have.length(2);
    expect(await workloadProblems(client, namespace, signal)).to.deep.equal([]);
  });

  it('takes away what another workload left behind', async () => {
    const { client, changes } = fakeApi(['w1', 'w2', 'w3'], { extra: ['shop'] });
    await deployWorkload({ client, clock: systemClock() }, request, signal);
    expect(changes).to.include(`remove ${base}/deployments/shop`).and.not.include(`remove ${base}/deployments/web`);
  });
});

describe('workloadProblems', () => {
  it('says how many replicas are missing and how the zones differ', async () => {
    const { client } = fakeApi(['w1', 'w1', 'w2'], { ready: 2 });
    expect(await workloadProblems(client, namespace, signal)).to.deep.equal([
      'web has 2 of 3 replicas Ready',
      'web is spread unevenly: 2 in az-a, 1 in az-b, 0 in az-c',
    ]);
  });

  it('does not take an empty namespace for a steady one', async () => {
    const { client } = fakeApi([]);
    const empty = { ...client, list: async () => ({ metadata: { resourceVersion: '1' }, items: [] }) } as KubeClient;
    expect(await workloadProblems(empty, namespace, signal)).to.deep.equal([
      'there is no workload in the namespace aftershock',
    ]);
  });
});
