import { expect } from 'chai';
import type { AgentSample } from '../../../src/core/agents.ts';
import { simAgents } from '../../../src/backends/sim/sim-agents.ts';
import { inLab, type Lab } from './lab.ts';

const cut = ['sim-control-plane', 'sim-worker'];
/** Two nodes of a zone drop all that comes from, or goes to, the nodes of the others. */
async function cutOff({ inside, world, signal }: Lab): Promise<void> {
  const others = [...world.nodes.keys()].filter((name) => !cut.includes(name));
  for (const node of cut)
    await inside.firewall.drop(node, 'cut', { ranges: [], names: [...others, world.balancer.name] }, signal);
}

/** What agents saw in the given number of seconds, once the apiservers have told of themselves. */
async function seen(lab: Lab, seconds: number, isCut = false): Promise<readonly AgentSample[]> {
  await lab.run(20);
  if (isCut) await cutOff(lab);
  const agents = simAgents(lab.world, lab.harness.operator, lab.clock);
  await agents.start(lab.signal);
  await lab.run(seconds);
  return await agents.collect(lab.signal);
}

describe('simAgents', function () {
  this.timeout(60_000);

  it('reach every zone, the API and DNS from every node, once a second', async () => {
    const samples = await inLab({}, (lab) => seen(lab, 9.5));
    expect(samples.filter(({ good }) => !good)).to.deep.equal([]);
    const of = (target: AgentSample['target']) => samples.filter((one) => one.target === target);
    // Six nodes; each connects to one node of each of three zones.
    expect([of('peer').length, of('api').length, of('dns').length]).to.deep.equal([180, 60, 60]);
    const pairs = new Set(of('peer').map(({ fromZone, toZone }) => `${fromZone} ${toZone}`));
    expect(pairs).to.have.property('size', 9);
    expect(Math.min(...of('api').map(({ ms }) => ms))).to.be.above(Math.min(...of('peer').map(({ ms }) => ms)));
  });

  it('see a cut on both sides of it, and go on seeing inside the zone', async () => {
    const samples = await inLab({}, (lab) => seen(lab, 9.5, true));
    const peers = samples.filter(({ target }) => target === 'peer');
    for (const { from, to, good, error } of peers) {
      expect(good, `${from} to ${to}`).to.equal(cut.includes(from) === cut.includes(to ?? ''));
      if (!good) expect(error).to.equal('timeout');
    }
    const api = samples.filter(({ target, from }) => target === 'api' && cut.includes(from));
    // Its own apiserver is one of three that the Service sends to.
    expect(api.some(({ good }) => good)).to.equal(true);
    expect(api.some(({ good }) => !good)).to.equal(true);
  });

  it('are at most four of a zone', async () => {
    const samples = await inLab({ overrides: { nodesPerZone: 9 } }, (lab) => seen(lab, 0.5));
    expect(new Set(samples.map(({ from }) => from))).to.have.property('size', 12);
  });
});
