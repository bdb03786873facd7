import { expect } from 'chai';
import { cutZone, inLab } from './lab.ts';

/** Events of 30 s of rest, and of the 90 s after a zone is cut off, for each node. */
async function eventsPerNode(
  nodesPerZone: number,
): Promise<{ readonly nodes: number; readonly rest: number; readonly cut: number }> {
  return await inLab({ overrides: { nodesPerZone, podsPerNode: 28 } }, async (lab) => {
    const { clock, world } = lab;
    const costOf = async (seconds: number): Promise<number> => {
      const before = clock.events();
      await lab.run(seconds);
      return (clock.events() - before) / world.nodes.size;
    };
    await lab.run(20);
    const rest = await costOf(30);
    await cutZone(lab, 'az-a');
    return { nodes: world.nodes.size, rest, cut: await costOf(90) };
  });
}

describe('the cost of a simulated cluster', () => {
  it('is about the same for each node, whether there are 50 or 500, at rest and with a zone cut off', async function () {
    this.timeout(120_000);
    const small = await eventsPerNode(16);
    const large = await eventsPerNode(166);
    expect([small.nodes, large.nodes]).to.deep.equal([51, 501]);
    // A lease of a node costs some thirty events each 10 s; twice as much for each node would be a cost that grows with their square.
    expect(large.rest).to.be.below(600);
    expect(large.rest).to.be.below(1.3 * small.rest);
    expect(large.cut).to.be.below(1.3 * small.cut);
  });
});
