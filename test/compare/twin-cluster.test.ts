import { expect } from 'chai';
import { clusterOfRun, settingsText } from '../../src/compare/twin-cluster.ts';
import { clusterParams } from '../../src/core/cluster-params/index.ts';

const nodes = ['az-a', 'az-b', 'az-c'].flatMap((zone) => [
  { name: `cp-${zone}`, zone, role: 'control-plane' },
  ...[1, 2].map((n) => ({ name: `w${n}-${zone}`, zone, role: 'worker' })),
]);
const topology = {
  nodes,
  zones: ['az-a', 'az-b', 'az-c'],
  flags: {
    'etcd.election-timeout': '2500',
    'etcd.heartbeat-interval': '500',
    'kube-apiserver.default-unreachable-toleration-seconds': '30',
    'kube-controller-manager.node-monitor-grace-period': '45s',
    'kube-controller-manager.node-eviction-rate': '0.2',
    'kube-controller-manager.node-monitor-period': '5s, 10s',
    'kube-controller-manager.feature-gates': 'A=true',
  },
};
const versions = { kubernetes: 'v1.33.1', loadBalancer: 'docker.io/kindest/haproxy:v1' };

describe('clusterOfRun', () => {
  it('takes shape, flags and balancer from the report, in the units of each', () => {
    const cluster = clusterOfRun({ topology, versions });
    expect(cluster).to.deep.equal({
      zones: 3,
      controlPlanes: 3,
      nodesPerZone: 2,
      etcd: { electionTimeout: '2500ms', heartbeatInterval: '500ms' },
      apiserver: { etcdRetries: false, defaultUnreachableTolerationSeconds: 30 },
      controllerManager: { nodeMonitorGracePeriod: '45s', nodeEvictionRate: 0.2 },
      loadBalancer: { flavour: 'haproxy' },
    });
    const params = clusterParams(cluster);
    expect([params.etcd.electionTimeoutMs, params.controllerManager.nodeMonitorGracePeriodMs]).to.deep.equal([
      2500, 45_000,
    ]);
  });

  it('knows what older versions have by default, and lets a flag stand before it', () => {
    const old = { ...versions, kubernetes: 'v1.31.4', loadBalancer: 'envoyproxy/envoy:v1' };
    const bare = clusterOfRun({ topology: { ...topology, flags: {} }, versions: old });
    expect(bare).to.deep.include({
      controllerManager: { nodeMonitorGracePeriod: '40s' },
      apiserver: { etcdRetries: false },
      kubelet: { controlPlaneLocalMode: false },
      loadBalancer: { flavour: 'envoy' },
    });
    expect(clusterOfRun({ topology, versions: old })['controllerManager']).to.include({
      nodeMonitorGracePeriod: '45s',
    });
    const recent = clusterOfRun({ topology: { ...topology, flags: {} }, versions: { kubernetes: 'v1.34.0' } });
    expect(recent).to.not.have.any.keys('apiserver', 'controllerManager');
  });

  it('puts name servers together where they were, and apart where they were not', () => {
    const dns = (nameServers: readonly string[]): unknown =>
      clusterOfRun({ topology: { ...topology, nameServers }, versions })['dns'];
    expect(dns(['cp-az-a', 'cp-az-a'])).to.deep.equal({ replicas: 2, spread: false });
    expect(dns(['cp-az-a', 'w1-az-b', 'w1-az-b'])).to.deep.equal({ replicas: 3, spread: true });
    expect(clusterOfRun({ topology, versions })).to.not.have.any.keys('dns');
  });

  it('makes a cluster of one zone of nodes that name none', () => {
    const plain = [{ name: 'a', zone: undefined, role: 'control-plane' }];
    expect(clusterOfRun({ topology: { nodes: plain, zones: [], flags: {} }, versions: {} })).to.deep.equal({
      zones: 1,
      controlPlanes: 1,
      nodesPerZone: 1,
    });
  });

  it('says nothing of a shape that the report does not tell', () => {
    expect(clusterOfRun({ topology: { nodes: [], zones: [], flags: {} }, versions: {} })).to.deep.equal({});
  });
});

describe('settingsText', () => {
  it('writes settings as --set takes them', () => {
    expect(settingsText({ zones: 2, etcd: { electionTimeout: '1s' } })).to.deep.equal([
      'zones=2',
      'etcd.electionTimeout=1s',
    ]);
  });
});
