import { expect } from 'chai';
import {
  endpointsObservation,
  leaseObservation,
  nodeObservation,
  podObservation,
  workloadObservation,
} from '../../../src/backends/kube/observe-cluster.ts';
import { deployment, node, pod } from './objects.ts';

const second = (s: number): number => Date.parse('2026-11-21T10:00:00Z') + s * 1000;

describe('podObservation', () => {
  it('carries the server’s own stamps beside the instant of receipt', () => {
    expect(podObservation(42, 'present', pod('web-1'))).to.include({
      at: 42,
      change: 'present',
      ready: true,
      ownerUid: 'uid-rs',
      createdUnixMs: second(0),
      scheduledUnixMs: second(1),
      startedUnixMs: second(2),
      readyUnixMs: second(3),
    });
  });

  it('has no stamp for what has not happened', () => {
    const conditions = [{ type: 'Ready', status: 'False' as const, lastTransitionTime: '2026-11-21T10:00:09Z' }];
    const seen = podObservation(1, 'present', pod('web-1', { status: { conditions, containerStatuses: [] } }));
    expect(seen).to.not.have.any.keys('readyUnixMs', 'scheduledUnixMs', 'startedUnixMs');
    expect(seen.ready).to.equal(false);
  });
});

describe('nodeObservation', () => {
  it('writes taints as key:effect', () => {
    const taints = [{ key: 'node.kubernetes.io/unreachable', effect: 'NoExecute' }];
    expect(nodeObservation(1, node('a', { ready: 'Unknown', spec: { taints } }))).to.deep.equal({
      kind: 'node',
      at: 1,
      name: 'a',
      zone: 'az-a',
      ready: 'Unknown',
      taints: ['node.kubernetes.io/unreachable:NoExecute'],
    });
  });
});

describe('workloadObservation', () => {
  it('wishes for nothing once it is gone', () => {
    expect(workloadObservation(1, 'present', deployment('web'))).to.include({ desired: 6, ready: 5 });
    expect(workloadObservation(2, 'gone', deployment('web'))).to.include({ desired: 0, ready: 0 });
  });
});

describe('endpointsObservation', () => {
  const metadata = { name: 'web-x', uid: 'u', resourceVersion: '1', labels: { 'kubernetes.io/service-name': 'web' } };
  const endpoints = [
    { conditions: { ready: true }, targetRef: { uid: 'a' } },
    { conditions: { ready: false }, targetRef: { uid: 'b' } },
    { targetRef: { uid: 'c' } },
  ];

  it('has the pods that traffic is sent to; those without a word on readiness too, and none of a slice that is gone', () => {
    expect(endpointsObservation(7, 'present', { metadata, endpoints })).to.deep.equal({
      kind: 'endpoints',
      at: 7,
      slice: 'web-x',
      service: 'web',
      ready: ['a', 'c'],
    });
    expect(endpointsObservation(7, 'gone', { metadata, endpoints }).ready).to.deep.equal([]);
  });
});

describe('leaseObservation', () => {
  it('has the holder with its own stamps', () => {
    const metadata = { name: 'kube-scheduler', uid: 'u', resourceVersion: '1' };
    const stamps = { acquireTime: '2026-01-01T00:00:00.000000Z', renewTime: '2026-01-01T00:00:01.250000Z' };
    expect(leaseObservation(7, { metadata, spec: { holderIdentity: 'cp-1_x', ...stamps } })).to.deep.equal({
      kind: 'lease',
      at: 7,
      name: 'kube-scheduler',
      holder: 'cp-1_x',
      acquiredUnixMs: Date.parse('2026-01-01T00:00:00Z'),
      renewedUnixMs: Date.parse('2026-01-01T00:00:01.250Z'),
    });
    expect(leaseObservation(7, { metadata })).to.include({ holder: '' });
  });
});
