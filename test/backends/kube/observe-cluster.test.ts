import { expect } from 'chai';
import { nodeObservation, podObservation, workloadObservation } from '../../../src/backends/kube/observe-cluster.ts';
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
