import { expect } from 'chai';
import { unsteadyEtcd, unsteadyNodes, unsteadyPods } from '../../../src/backends/kube/steady-state.ts';
import { node, pod } from './objects.ts';

describe('unsteadyNodes', () => {
  it('lets a control plane’s ordinary taint pass, and names every other', () => {
    const ordinary = [{ key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' }];
    const left = [...ordinary, { key: 'node.kubernetes.io/unreachable', effect: 'NoSchedule' }];
    expect(unsteadyNodes([node('a', { spec: { taints: ordinary } })], ['a'])).to.deep.equal([]);
    expect(unsteadyNodes([node('a', { spec: { taints: left } })], ['a'])).to.deep.equal([
      'node a is tainted (node.kubernetes.io/unreachable)',
    ]);
  });

  it('misses a node that the API does not list', () => {
    expect(unsteadyNodes([node('a')], ['a', 'b'])).to.deep.equal(['node b is not there']);
  });

  it('names a node that is not Ready', () => {
    expect(unsteadyNodes([node('a', { ready: 'Unknown' })], ['a'])).to.deep.equal(['node a is not Ready (Unknown)']);
  });
});

describe('unsteadyPods', () => {
  it('lets a pod that ran to its end pass', () => {
    const conditions = [{ type: 'Ready', status: 'False' as const }];
    const done = pod('job', { status: { phase: 'Succeeded', conditions } });
    const crashing = pod('web-1', { status: { phase: 'Running', conditions } });
    expect(unsteadyPods([pod('web-0'), done, crashing])).to.deep.equal(['pod web/web-1 is not Ready (Running)']);
  });
});

describe('unsteadyEtcd', () => {
  const member = { kind: 'etcd' as const, at: 0, reachable: true, hasLeader: true, isLeader: false };

  it('wants every member to answer, and one leader', () => {
    const leader = { ...member, node: 'a', isLeader: true };
    expect(unsteadyEtcd([leader, { ...member, node: 'b' }])).to.deep.equal([]);
    expect(unsteadyEtcd([{ ...member, node: 'a' }])).to.deep.equal(['etcd has no single leader']);
    expect(unsteadyEtcd([leader, { kind: 'etcd', at: 0, node: 'b', reachable: false }])).to.deep.equal([
      'etcd of b does not answer',
    ]);
  });
});
