import { expect } from 'chai';
import fc from 'fast-check';
import { ApiError } from '../../src/backends/kube/api-error.ts';
import { conditionOf, type Pod } from '../../src/backends/sim/objects.ts';
import { create, inLab, type Lab, web } from '../backends/sim/lab.ts';
import { podsOf, skewOf } from './invariants.ts';
import { property } from './property.ts';

const pods = '/api/v1/namespaces/default/pods';

/** Asks for a pod to be evicted, again every second while its budget forbids it, as `kubectl drain` does. */
async function evict({ harness, clock, signal }: Lab, { metadata }: Pod): Promise<void> {
  const body = { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name: metadata.name, namespace: 'default' } };
  for (let attempt = 0; attempt < 120; attempt += 1) {
    try {
      await harness.client.create(`${pods}/${metadata.name}/eviction`, body, { signal });
      return;
    } catch (error) {
      if (error instanceof ApiError && error.status === 404) return;
      if (!(error instanceof ApiError && error.status === 429)) throw error;
      await clock.sleep(1000);
    }
  }
  throw new Error(`${metadata.name} could not be evicted for two minutes`);
}

/** Available as a budget counts it: Ready, and not leaving. */
function available(lab: Lab): number {
  return podsOf(lab, 'web').filter(({ status }) => conditionOf(status, 'Ready') === 'True').length;
}

const drains = fc.record({
  seed: fc.integer({ min: 1, max: 100_000 }),
  zones: fc.constantFrom(2, 3),
  nodesPerZone: fc.constantFrom(1, 2, 3),
  replicas: fc.integer({ min: 2, max: 9 }),
  spare: fc.integer({ min: 1, max: 3 }),
  drained: fc.uniqueArray(fc.nat(8), { minLength: 1, maxLength: 3 }),
});

describe('eviction, whichever nodes are drained at once', function () {
  this.timeout(60_000);

  it('leaves as many pods available as their budget demands, and they are spread as before in the end', async () => {
    await property(
      fc.asyncProperty(drains, async ({ seed, replicas, spare, drained, ...shape }) => {
        await inLab({ overrides: shape, seed }, async (lab) => {
          const least = Math.max(1, replicas - spare);
          await create(lab, '/apis/apps/v1/namespaces/default/deployments', {
            ...web,
            spec: { ...web.spec, replicas },
          });
          await create(lab, '/apis/policy/v1/namespaces/default/poddisruptionbudgets', {
            apiVersion: 'policy/v1',
            kind: 'PodDisruptionBudget',
            metadata: { name: 'web', namespace: 'default' },
            spec: { minAvailable: least, selector: { matchLabels: { app: 'web' } } },
          });
          await lab.run(15);
          expect([available(lab), skewOf(lab, podsOf(lab, 'web')) <= 1]).to.deep.equal([replicas, true]);
          const workers = [...lab.world.nodes.values()].filter(({ controlPlane }) => !controlPlane);
          // One worker stays, or there would be no place to go to.
          const away = new Set(drained.map((n) => n % (workers.length - 1)).map((n) => workers[n]?.name ?? ''));
          for (const name of away)
            await lab.harness.client.patch(`/api/v1/nodes/${name}`, { spec: { unschedulable: true } });
          const leaving = podsOf(lab, 'web').filter(({ spec }) => away.has(spec.nodeName ?? ''));
          let under = leaving.length;
          const evictions = Promise.all(leaving.map((pod) => evict(lab, pod).then(() => (under -= 1))));
          while (under > 0) {
            await lab.run(0.1);
            expect(available(lab), 'available').to.be.at.least(least);
          }
          await evictions;
          await lab.run(15);
          const after = podsOf(lab, 'web');
          expect(after.filter(({ spec }) => away.has(spec.nodeName ?? ''))).to.deep.equal([]);
          expect(available(lab)).to.equal(replicas);
          expect(skewOf(lab, after), 'skew').to.be.at.most(1);
        });
      }),
      15,
    );
  });
});
