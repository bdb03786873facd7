import { expect } from 'chai';
import { clusterParams } from '../../src/core/cluster-params/index.ts';

describe('clusterParams', () => {
  it('has the defaults of the real components, in base units', () => {
    const { etcd, apiserver, controllerManager, zones } = clusterParams();
    expect(zones).to.equal(3);
    expect(etcd).to.include({ electionTimeoutMs: 1000, quotaBackendBytes: 2 ** 31 });
    expect(apiserver.maxRequestsInflight).to.equal(400);
    expect(controllerManager.nodeMonitorGracePeriodMs).to.equal(50_000);
  });

  it('lets a later layer win, and leaves alone what it does not say', () => {
    const params = clusterParams(
      { etcd: { electionTimeout: '5s', heartbeatInterval: '1s' } },
      { etcd: { electionTimeout: '2500ms' } },
    );
    expect(params.etcd).to.include({ electionTimeoutMs: 2500, heartbeatIntervalMs: 1000 });
  });

  it('refuses what it does not know, and a duration without its unit', () => {
    expect(() => clusterParams({ etcd: { electionTimeOut: '1s' } })).to.throw('electionTimeOut');
    expect(() => clusterParams({ etcd: { electionTimeout: 1000 } })).to.throw('has no unit');
  });
});
