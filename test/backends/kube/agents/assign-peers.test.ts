import { expect } from 'chai';
import fc from 'fast-check';
import { assignPeers, type PlacedAgent } from '../../../../src/backends/kube/agents/assign-peers.ts';

const agent = (zone: string, n: number): PlacedAgent => ({
  pod: `${zone}-${n}`,
  node: `${zone}-${n}`,
  zone,
  address: `10.0.0.${n}`,
});

describe('assignPeers', () => {
  it('has every agent probe one agent of every zone, and never itself', () => {
    const counts = fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(counts, (perZone) => {
        const agents = perZone.flatMap((count, zone) => Array.from({ length: count }, (_, n) => agent(`z${zone}`, n)));
        const chosen = assignPeers(agents);
        for (const one of agents) {
          const peers = chosen.get(one.pod)!;
          expect(peers.map(({ pod }) => pod)).not.to.include(one.pod);
          const reached = new Set(peers.map(({ zone }) => zone));
          const others = agents.filter(({ pod }) => pod !== one.pod).map(({ zone }) => zone);
          expect(reached).to.deep.equal(new Set(others));
          expect(peers).to.have.length(reached.size);
        }
      }),
    );
  });

  it('spreads the probes over the agents of a zone', () => {
    const agents = ['a', 'b'].flatMap((zone) => [0, 1, 2].map((n) => agent(zone, n)));
    const intoB = agents.filter(({ zone }) => zone === 'a').flatMap(({ pod }) => assignPeers(agents).get(pod)![1]!.pod);
    expect(new Set(intoB)).to.have.property('size', 3);
  });
});
