import { expect } from 'chai';
import { nodeState, podState } from '../../../src/backends/kube/cluster-state.ts';
import { node, pod } from './objects.ts';

describe('nodeState', () => {
  it('tells zone, address and pod ranges', () => {
    expect(nodeState(node('a'))).to.deep.equal({
      name: 'a',
      zone: 'az-a',
      labels: { 'topology.kubernetes.io/zone': 'az-a' },
      controlPlane: false,
      address: '172.18.0.4',
      podCidrs: ['10.244.1.0/24'],
      ready: true,
      schedulable: true,
    });
  });

  it('is not schedulable when cordoned or tainted', () => {
    const taints = [{ key: 'node.kubernetes.io/unreachable', effect: 'NoExecute' }];
    expect(nodeState(node('a', { spec: { unschedulable: true } })).schedulable).to.equal(false);
    expect(nodeState(node('a', { spec: { taints } })).schedulable).to.equal(false);
  });

  it('is not ready when nobody knows', () => {
    expect(nodeState(node('a', { ready: 'Unknown' })).ready).to.equal(false);
  });
});

describe('podState', () => {
  it('tells the owner, the container’s id, and TCP ports only', () => {
    const state = podState(pod('web-1'));
    expect(state).to.include({
      namespace: 'web',
      node: 'a',
      ip: '10.244.1.5',
      ready: true,
      mirror: false,
      hostNetwork: false,
    });
    expect(state.owner).to.deep.equal({ kind: 'ReplicaSet', name: 'web-1', uid: 'uid-rs' });
    expect(state.containers).to.deep.equal([
      { name: 'web', containerId: 'containerd://abc', ready: true, restarts: 2, ports: [8080] },
    ]);
  });

  it('knows a static pod’s mirror by its annotation', () => {
    const mirror = pod('etcd-a', { metadata: { annotations: { 'kubernetes.io/config.mirror': 'x' } } });
    expect(podState(mirror).mirror).to.equal(true);
  });
});
