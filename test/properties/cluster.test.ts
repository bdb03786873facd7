import { expect } from 'chai';
import fc from 'fast-check';
import { create, deployWeb, inLab, type Lab, web } from '../backends/sim/lab.ts';
import { begin, type Trouble, troubles } from './cluster-faults.ts';
import { leftBehind, orphans, podsOf, podsOnTwoNodes, unwell } from './invariants.ts';
import { property } from './property.ts';

const database = {
  apiVersion: 'apps/v1',
  kind: 'StatefulSet',
  metadata: { name: 'db', namespace: 'default' },
  spec: {
    replicas: 3,
    serviceName: 'db',
    selector: { matchLabels: { app: 'db' } },
    template: {
      metadata: { labels: { app: 'db' } },
      spec: { tolerations: web.spec.template.spec.tolerations, containers: [{ name: 'db', image: 'db:1' }] },
    },
  },
};

const cluster = fc.record({
  seed: fc.integer({ min: 1, max: 100_000 }),
  zones: fc.constantFrom(2, 3, 3, 4),
  nodesPerZone: fc.constantFrom(1, 1, 2),
  electionTimeout: fc.constantFrom('1s', '2500ms'),
});

/** Runs a second at a time, with each trouble begun and ended when it is due; calls `look` after each second. */
async function endure(lab: Lab, all: readonly Trouble[], look: () => void): Promise<void> {
  const ends: { readonly at: number; readonly end: () => void | Promise<void> }[] = [];
  const last = Math.max(...all.map(({ atSeconds, forSeconds }) => atSeconds + forSeconds));
  for (let second = 0; second <= last; second += 1) {
    for (const { end } of ends.filter(({ at }) => at === second)) await end();
    for (const trouble of all.filter(({ atSeconds }) => atSeconds === second)) {
      ends.push({ at: second + trouble.forSeconds, end: await begin(lab, trouble) });
    }
    await lab.run(1);
    look();
  }
}

describe('a cluster, whatever happens to it', function () {
  this.timeout(60_000);

  it('runs no pod on two nodes, is as it was some time after all is healed, and has nothing left of it', async () => {
    await property(
      fc.asyncProperty(cluster, troubles, async ({ seed, electionTimeout, ...shape }, all) => {
        const heartbeatInterval = electionTimeout === '1s' ? '100ms' : '500ms';
        const overrides = { ...shape, etcd: { heartbeatInterval, electionTimeout } };
        await inLab({ overrides, seed }, async (lab) => {
          await deployWeb(lab);
          await create(lab, '/apis/apps/v1/namespaces/default/statefulsets', database);
          await lab.run(20);
          expect(unwell(lab), 'before').to.deep.equal([]);
          await endure(lab, all, () => expect(podsOnTwoNodes(lab)).to.deep.equal([]));
          // A container that was restarted again and again waits up to five minutes for its next start, and the apiserver of a
          // lost member for its member before that.
          for (let waited = 0; waited < 900 && unwell(lab).length > 0; waited += 20) {
            await lab.run(20);
            expect(podsOnTwoNodes(lab)).to.deep.equal([]);
          }
          expect(unwell(lab), 'after').to.deep.equal([]);
          expect(orphans(lab), 'orphans').to.deep.equal([]);
          expect(leftBehind(lab), 'left').to.deep.equal([]);
          expect([podsOf(lab, 'web').length, podsOf(lab, 'db').length]).to.deep.equal([6, 3]);
        });
      }),
      6,
    );
  });
});
