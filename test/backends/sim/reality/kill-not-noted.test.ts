import { expect } from 'chai';
import type { Experiment } from '../../../../src/backends/sim/chaos-mesh/experiment.ts';
import { componentOn, create, inLab, type Lab } from '../lab.ts';

const path = '/apis/chaos-mesh.org/v1alpha1/namespaces/default/podchaos';

/** What became of one kill, in seconds since the object was stored. */
interface Kill {
  readonly struckAt: readonly number[];
  readonly notedAt: number;
  readonly words: readonly string[];
}

function noted({ history }: Lab): { readonly at: number; readonly object: Experiment } | undefined {
  const found = history.find(({ resource, object }) => {
    if (resource !== 'podchaos.chaos-mesh.org') return false;
    return (object as Experiment).status?.experiment?.containerRecords?.[0]?.phase === 'Injected';
  });
  return found === undefined ? undefined : { at: found.at, object: found.object as Experiment };
}

/** Has Chaos Mesh kill a node's apiserver, and watches until that is noted. */
async function kill(seed: number, node: string): Promise<Kill> {
  return await inLab({ seed }, async (lab) => {
    await lab.run(10);
    const selector = { namespaces: ['kube-system'], pods: { 'kube-system': [`kube-apiserver-${node}`] } };
    const spec = { action: 'container-kill', mode: 'all', containerNames: ['kube-apiserver'], selector };
    const metadata = { name: 'k', namespace: 'default' };
    const storedAt = lab.clock.now();
    await create(lab, path, { apiVersion: 'chaos-mesh.org/v1alpha1', kind: 'PodChaos', metadata, spec });
    const struckAt: number[] = [];
    let running = true;
    const look = async (): Promise<void> => {
      await lab.run(0.1);
      const runs = componentOn(lab, node, 'kube-apiserver') !== undefined;
      if (running && !runs) struckAt.push((lab.clock.now() - storedAt) / 1000);
      running = runs;
    };
    while (noted(lab) === undefined && lab.clock.now() - storedAt < 60_000) await look();
    const note = noted(lab);
    const events = note?.object.status?.experiment?.containerRecords?.[0]?.events ?? [];
    const words = events.map(({ type, message = '' }) => `${type} ${message}`.trim());
    return { struckAt, notedAt: ((note?.at ?? Number.NaN) - storedAt) / 1000, words };
  });
}

describe('Chaos Mesh kills an apiserver', function () {
  this.timeout(30_000);

  it('and mostly notes it at once; where the note was lost with the victim, it kills again seconds later', async () => {
    const kills: Kill[] = [];
    for (const seed of [1, 2, 3, 4, 5, 6]) {
      for (const node of ['sim-control-plane', 'sim-control-plane2', 'sim-control-plane3']) {
        kills.push(await kill(seed, node));
      }
      if (kills.some(({ notedAt }) => notedAt > 5)) break;
    }
    const once = kills.filter(({ notedAt }) => notedAt < 1);
    expect(once.length).to.be.greaterThan(kills.length / 2);
    for (const { struckAt } of once) expect(struckAt).to.have.length(1);
    const again = kills.filter(({ notedAt }) => notedAt > 5);
    expect(again).to.not.have.length(0);
    for (const { struckAt, notedAt, words } of again) {
      const [first = Number.NaN, second = Number.NaN] = struckAt;
      // Its tries wait twice as long each time, and fail until the API shows the new container: 5, 10 and 50 s on real clusters.
      expect(second - first).to.be.within(4, 52);
      expect(notedAt).to.be.at.least(second);
      expect(words[0]).to.match(/^Failed rpc error: .*container containerd:\/\/[0-9a-f]{64} not found$/);
      expect(words.at(-1)).to.equal('Succeeded');
    }
  });
});
