import { expect } from 'chai';
import type { AgentSample } from '../../../src/core/agents.ts';
import { simAgents } from '../../../src/backends/sim/sim-agents.ts';
import { inLab, type Lab } from './lab.ts';

/** What the agents saw in ten seconds. */
async function seen(lab: Lab): Promise<readonly AgentSample[]> {
  const agents = simAgents(lab.world, lab.harness.operator, lab.clock);
  await agents.start(lab.signal);
  await lab.run(10);
  return agents.collect(lab.signal);
}

function shares(samples: readonly AgentSample[], target: AgentSample['target']): readonly boolean[] {
  return [...new Set(samples.filter((one) => one.target === target).map(({ good }) => good))];
}

describe('simAgents', function () {
  this.timeout(30_000);

  it('reach every zone and the cluster’s DNS from every node', () =>
    inLab({}, async (lab) => {
      // Until the nodes' rules know the Services.
      await lab.run(15);
      const samples = await seen(lab);
      expect(shares(samples, 'peer')).to.deep.equal([true]);
      expect(shares(samples, 'dns')).to.deep.equal([true]);
      const asked = new Set(samples.filter(({ target }) => target === 'dns').map(({ from }) => from));
      expect([...asked].sort()).to.deep.equal([...lab.world.nodes.keys()].sort());
    }));

  it('see that no name is answered when nobody is there to answer', () =>
    inLab({}, async (lab) => {
      const path = '/apis/apps/v1/namespaces/kube-system/deployments/coredns';
      await lab.harness.client.patch(path, { spec: { replicas: 0 } }, { signal: lab.signal });
      await lab.run(30);
      const samples = await seen(lab);
      expect(shares(samples, 'dns')).to.deep.equal([false]);
      expect(shares(samples, 'peer')).to.deep.equal([true]);
    }));
});
