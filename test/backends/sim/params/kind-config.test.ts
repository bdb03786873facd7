import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { readKindConfig } from '../../../../src/backends/sim/params/kind-config.ts';
import { clusterParams } from '../../../../src/core/cluster-params/index.ts';

const shipped = readFileSync(new URL('../../../../kind-config.yaml', import.meta.url), 'utf8');

describe('readKindConfig', () => {
  it('takes the shape and the flags of the shipped configuration', () => {
    const params = clusterParams(readKindConfig(shipped));
    expect(params).to.include({ zones: 3, controlPlanes: 3, nodesPerZone: 1 });
    expect(params.etcd).to.include({ heartbeatIntervalMs: 500, electionTimeoutMs: 2500 });
    expect(params.controllerManager).to.include({
      nodeMonitorGracePeriodMs: 50_000,
      nodeMonitorPeriodMs: 5000,
      nodeEvictionRate: 0.1,
    });
    expect(params.apiserver.defaultNotReadyTolerationSeconds).to.equal(300);
  });

  it('says nothing where the configuration says nothing', () => {
    expect(clusterParams(readKindConfig('kind: Cluster\n'))).to.deep.equal(clusterParams());
  });
});
