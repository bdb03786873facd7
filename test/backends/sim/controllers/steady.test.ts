import { expect } from 'chai';
import fc from 'fast-check';
import { conditionOf, type Node, type Pod } from '../../../../src/backends/sim/objects.ts';
import { cutZone, deployWeb, inLab, type Lab, webPods } from '../lab.ts';

/** Every pod runs on the node that the API says, and on no other, and has an address of its own. */
function twice({ world }: Lab): readonly string[] {
  const at = new Map<string, string[]>();
  for (const { name, runtime } of world.nodes.values()) {
    for (const container of runtime.containers()) {
      const key = `${container.namespace}/${container.pod}/${container.name}`;
      at.set(key, [...(at.get(key) ?? []), name]);
    }
  }
  return [...at].filter(([, nodes]) => nodes.length > 1).map(([key, nodes]) => `${key} on ${nodes.join(' and ')}`);
}

function unwell({ world }: Lab): readonly string[] {
  const nodes = (world.store.list('nodes', undefined) as readonly Node[]).filter(
    ({ spec, status }) =>
      conditionOf(status, 'Ready') !== 'True' ||
      (spec.taints ?? []).some(({ key }) => key !== 'node-role.kubernetes.io/control-plane'),
  );
  const pods = (world.store.list('pods', undefined) as readonly Pod[]).filter(
    ({ metadata, status }) => conditionOf(status, 'Ready') !== 'True' || metadata.deletionTimestamp !== undefined,
  );
  return [...nodes, ...pods].map(({ kind, metadata }) => `${kind} ${metadata.name}`);
}

const faults = fc.record({
  seed: fc.integer({ min: 1, max: 1000 }),
  zone: fc.constantFrom('az-a', 'az-b', 'az-c'),
  seconds: fc.integer({ min: 5, max: 130 }),
});

describe('after any cut and heal', function () {
  this.timeout(60_000);

  it('no pod has run on two nodes, and after a while all is as it was', async () => {
    await fc.assert(
      fc.asyncProperty(faults, async ({ seed, zone, seconds }) => {
        await inLab({ seed }, async (lab) => {
          await deployWeb(lab);
          const heal = await cutZone(lab, zone);
          await lab.run(seconds);
          expect(twice(lab)).to.deep.equal([]);
          await heal();
          // The zone's apiserver may have to wait for its crash back-off to be over.
          await lab.run(420);
          expect(twice(lab)).to.deep.equal([]);
          expect(unwell(lab)).to.deep.equal([]);
          expect(webPods(lab)).to.have.length(6);
        });
      }),
      { numRuns: 4, seed: 7 },
    );
  });
});
