import { expect } from 'chai';
import { clusterParams } from '../../../../src/core/cluster-params/index.ts';
import { plannedNodes } from '../../../../src/backends/sim/bootstrap/topology.ts';
import type { Node, Pod, Taint } from '../../../../src/backends/sim/objects.ts';
import { placeFor } from '../../../../src/backends/sim/scheduler/placement.ts';
import { noLoad, plus, quantity, requestsOf } from '../../../../src/backends/sim/scheduler/resources.ts';
import { tolerated } from '../../../../src/backends/sim/scheduler/tolerations.ts';
import { web } from '../lab.ts';

function node(name: string, zone: string, taints: readonly Taint[] = []): Node {
  const labels = { 'kubernetes.io/hostname': name, 'topology.kubernetes.io/zone': zone };
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name, uid: name, resourceVersion: '1', labels },
    spec: { taints },
    status: { allocatable: { cpu: '2', memory: '4Gi', pods: '10' } },
  };
}

function pod(name: string, nodeName?: string, cpu?: string): Pod {
  const { template } = web.spec;
  const [container] = template.spec.containers;
  const requests = cpu === undefined ? {} : { resources: { requests: { cpu } } };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      namespace: 'default',
      uid: name,
      resourceVersion: '1',
      labels: { app: 'web', 'pod-template-hash': 'h' },
    },
    spec: {
      ...(template.spec as unknown as Pod['spec']),
      containers: [{ ...(container as Pod['spec']['containers'][number]), ...requests }],
      ...(nodeName === undefined ? {} : { nodeName }),
    },
  };
}

function place(one: Pod, nodes: readonly Node[], placed: readonly Pod[]): string | undefined {
  const loadOf = (name: string) =>
    placed.filter(({ spec }) => spec.nodeName === name).reduce((load, other) => plus(load, requestsOf(other)), noLoad);
  const view = { nodes, loadOf, placed: () => placed, nodeOf: ({ spec }: Pod) => spec.nodeName, search: { from: 0 } };
  return placeFor(one, view, () => 0.5);
}

const lost: readonly Taint[] = [{ key: 'node.kubernetes.io/unreachable', effect: 'NoSchedule' }];

describe('placeFor', () => {
  const zones = [node('a', 'az-a'), node('b', 'az-b'), node('c', 'az-c')];

  it('looks at a share of a large cluster, and goes on with the next pod where it stopped', () => {
    const nodes = Array.from({ length: 1000 }, (_, n) => node(`n${n}`, `az-${n % 3}`));
    const search = { from: 0 };
    const seen: string[] = [];
    const loadOf = (name: string) => {
      seen.push(name);
      return noLoad;
    };
    const view = { nodes, loadOf, placed: () => [], nodeOf: () => undefined, search };
    placeFor(pod('first'), view, () => 0.5);
    // 50 % less one for each 125 nodes (k8s.io/kubernetes, schedule_one.go, numFeasibleNodesToFind).
    expect(seen).to.have.length(420);
    placeFor(pod('second'), view, () => 0.5);
    expect(seen[420]).to.equal('n420');
    expect(new Set(seen).size).to.equal(840);
  });

  it('fills the zone that has the fewest', () => {
    expect(place(pod('new'), zones, [pod('1', 'a'), pod('2', 'b')])).to.equal('c');
  });

  it('places nothing in a zone that has one more already', () => {
    expect(
      place(pod('new'), [node('a', 'az-a'), node('b', 'az-b', [{ key: 'full', effect: 'NoSchedule' }])], []),
    ).to.equal('a');
    const cramped = [node('a', 'az-a'), { ...node('b', 'az-b'), status: { allocatable: { pods: '0' } } }];
    expect(place(pod('new'), cramped, [pod('1', 'a')])).to.equal(undefined);
  });

  it('leaves tainted zones out of the count', () => {
    const nodes = [node('a', 'az-a', lost), node('b', 'az-b'), node('c', 'az-c')];
    const placed = [pod('1', 'b'), pod('2', 'b'), pod('3', 'c'), pod('4', 'c')];
    expect(place(pod('new'), nodes, placed)).to.be.oneOf(['b', 'c']);
  });

  it('gives no node more than it has', () => {
    expect(place(pod('new', undefined, '1500m'), [node('a', 'az-a')], [pod('1', 'a', '600m')])).to.equal(undefined);
    expect(place(pod('new', undefined, '1400m'), [node('a', 'az-a')], [pod('1', 'a', '600m')])).to.equal('a');
  });
});

describe('tolerated', () => {
  it('asks key, effect and value', () => {
    const taint: Taint = { key: 'k', value: 'v', effect: 'NoExecute' };
    expect(tolerated(taint, [{ key: 'k', operator: 'Exists' }])).to.equal(true);
    expect(tolerated(taint, [{ key: 'k', value: 'v' }])).to.equal(true);
    expect(tolerated(taint, [{ key: 'k' }])).to.equal(false);
    expect(tolerated(taint, [{ key: 'k', operator: 'Exists', effect: 'NoSchedule' }])).to.equal(false);
    expect(tolerated(taint, [{ operator: 'Exists' }])).to.equal(true);
  });
});

describe('quantity', () => {
  it('reads the units of the API', () => {
    expect(['250m', '2', '1.5Gi', '1k', 'many'].map(quantity)).to.deep.equal([0.25, 2, 1.5 * 2 ** 30, 1000, 0]);
  });
});

describe('plannedNodes', () => {
  it('gives every node of a large cluster an address and a range of its own', () => {
    const nodes = plannedNodes(clusterParams({ zones: 3, nodesPerZone: 1666 }));
    expect(new Set(nodes.map(({ address }) => address)).size).to.equal(nodes.length);
    expect(new Set(nodes.map(({ podCidr }) => podCidr)).size).to.equal(nodes.length);
  });
});
