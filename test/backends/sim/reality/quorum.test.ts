import { expect } from 'chai';
import { type Asking, componentOn, inLab, type Lab, outsider, type Went } from '../lab.ts';

const maps = '/api/v1/namespaces/default/configmaps';
const left = 'sim-control-plane';
const lost = ['sim-control-plane2', 'sim-control-plane3'];

/** A cluster that loses two of its three etcd members at once: they are frozen, as the recorded run B did it. */
async function withoutQuorum(body: (lab: Lab, ask: Asking, address: string) => Promise<void>): Promise<void> {
  await inLab({}, async (lab) => {
    await lab.run(10);
    const ask = outsider(lab);
    const address = lab.world.nodes.get(left)?.on.address ?? '';
    expect((await ask(address, 'POST', maps, configMap('before'))).status).to.equal(201);
    for (const node of lost) componentOn(lab, node, 'etcd')?.process.freeze();
    await body(lab, ask, address);
  });
}

function configMap(name: string): object {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace: 'default' } };
}

describe('etcd loses its quorum', function () {
  this.timeout(30_000);

  it('the first write is answered with 500 after 7 s, later ones with 504 after 34 s', async () => {
    await withoutQuorum(async (lab, ask, address) => {
      const first = ask(address, 'POST', maps, configMap('first'));
      await lab.run(8);
      const second = ask(address, 'POST', maps, configMap('second'));
      await lab.run(36);
      const [early, late] = await Promise.all([first, second]);
      expect(early).to.include({ status: 500, text: 'etcdserver: request timed out' });
      expect(early.tookMs).to.be.within(6950, 7200);
      expect(late).to.include({
        status: 504,
        text: 'Timeout: request did not complete within requested timeout - context deadline exceeded',
      });
      expect(late.tookMs).to.be.within(33_950, 34_200);
    });
  });

  it('cached lists are served until about 35 s, and refused with 429 from then on', async () => {
    await withoutQuorum(async (lab, ask, address) => {
      const lostAt = lab.clock.now();
      const seen: (Went & { readonly at: number })[] = [];
      for (let n = 0; n < 90; n += 1) {
        const at = lab.clock.now() - lostAt;
        seen.push({ ...(await ask(address, 'GET', `${maps}?resourceVersion=0`)), at });
        await lab.run(0.5);
      }
      const firstBad = seen.findIndex(({ status }) => status !== 200);
      expect(seen[firstBad]?.at).to.be.within(33_500, 37_000);
      const after = seen.slice(firstBad).map(({ status, text }) => `${status} ${text}`);
      expect(new Set(after)).to.deep.equal(new Set(['429 storage is (re)initializing']));
      const waits = seen.slice(firstBad).map(({ headers }) => Number(headers['retry-after']));
      expect(waits[0]).to.equal(1);
      expect(waits.at(-1)).to.be.greaterThan(1);
    });
  });
});
