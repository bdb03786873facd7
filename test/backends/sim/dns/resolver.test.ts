import { expect } from 'chai';
import type { Lookup } from '../../../../src/backends/sim/dns/resolver.ts';
import type { Pod } from '../../../../src/backends/sim/objects.ts';
import { createChaos, podSelector, recordOf, removeChaos, sights } from '../chaos-mesh/chaos-lab.ts';
import { create, deployWeb, inLab, type Lab } from '../lab.ts';

/** Looks a name up from inside a pod's container; with how long that took. */
async function lookup(lab: Lab, pod: Pod | undefined, name: string): Promise<Lookup & { readonly tookMs: number }> {
  const startedAt = lab.clock.now();
  const found = await sights(lab, pod).lookUp(name);
  return { ...found, tookMs: lab.clock.now() - startedAt };
}

const service = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'web', namespace: 'default' },
  spec: { selector: { app: 'web' }, ports: [{ name: 'http', port: 80, targetPort: 8080 }] },
};

async function withService(lab: Lab): Promise<Awaited<ReturnType<typeof deployWeb>>> {
  const pods = await deployWeb(lab);
  await create(lab, '/api/v1/namespaces/default/services', service);
  await lab.run(3);
  return pods;
}

function dnsPods({ world }: Lab): readonly string[] {
  return [...world.nodes.values()].flatMap(({ runtime }) =>
    runtime.containers().flatMap(({ name, pod }) => (name === 'coredns' ? [pod] : [])),
  );
}

describe('resolver', function () {
  this.timeout(30_000);

  it('finds Services by their short and long names, and the outside by its name', async () => {
    await inLab({}, async (lab) => {
      const [pod] = await withService(lab);
      const clusterIP = (lab.world.store.get('services', 'default/web')?.['spec'] as { clusterIP: string }).clusterIP;
      for (const name of ['web', 'web.default', 'web.default.svc.cluster.local', 'web.default.svc.cluster.local.']) {
        const { tookMs, ...found } = await lookup(lab, pod, name);
        expect(found, name).to.deep.equal({ addresses: [clusterIP] });
        expect(tookMs).to.be.below(20);
      }
      expect(await lookup(lab, pod, 'example.org')).to.deep.include({ addresses: [lab.world.outside.on.address] });
      expect(await lookup(lab, pod, 'nobody')).to.deep.include({ error: 'ENOTFOUND' });
    });
  });

  it('is served from the first node alone, which was alone when CoreDNS was placed, and gone with it until the pods are evicted', async () => {
    const placesOf = ({ world }: Lab): readonly string[] =>
      [...world.nodes].flatMap(([name, { runtime }]) =>
        runtime.containers().flatMap((one) => (one.name === 'coredns' ? [name] : [])),
      );
    await inLab({}, async (lab) => {
      expect(placesOf(lab)).to.deep.equal(['sim-control-plane', 'sim-control-plane']);
      const [first, ...others] = await withService(lab);
      lab.world.nodes.get('sim-control-plane')?.machine.powerOff();
      const elsewhere = [first, ...others].find((pod) => pod?.spec.nodeName !== 'sim-worker');
      // Not before the grace period is over, and 300 s later still not: it says nothing of lost nodes, and is not evicted sooner.
      for (const seconds of [5, 100, 200]) {
        await lab.run(seconds);
        expect(await lookup(lab, elsewhere, 'web'), `${seconds} s more`).to.include({ error: 'EAI_AGAIN' });
      }
      await lab.run(90);
      expect(await lookup(lab, elsewhere, 'web')).to.not.have.property('error');
    });
    await inLab({ overrides: { dns: { spread: true } } }, async (lab) => {
      expect(new Set(placesOf(lab))).to.have.lengthOf(2);
    });
  });

  it('waits 5 s twice for name servers that are frozen, and is refused at once by those that are gone', async () => {
    await inLab({}, async (lab) => {
      const [pod] = await withService(lab);
      const containers = [...lab.world.nodes.values()].flatMap(({ runtime }) =>
        runtime.containers().filter(({ name }) => name === 'coredns'),
      );
      for (const { process } of containers) process.freeze();
      const { tookMs, ...silent } = await lookup(lab, pod, 'web');
      expect(silent).to.deep.equal({ error: 'EAI_AGAIN' });
      expect(tookMs).to.be.within(10_000, 10_100);
      for (const { process } of containers) process.exit(137);
      const gone = await lookup(lab, pod, 'web');
      expect(gone.error).to.equal('EAI_AGAIN');
      expect(gone.tookMs).to.be.below(20);
    });
  });

  it('gets over the death of one of two servers by its second try', async () => {
    await inLab({}, async (lab) => {
      const [pod] = await withService(lab);
      expect(dnsPods(lab)).to.have.length(2);
      const [first] = [...lab.world.nodes.values()].flatMap(({ runtime }) =>
        runtime.containers().filter(({ name }) => name === 'coredns'),
      );
      first?.process.freeze();
      const tries = await Promise.all(Array.from({ length: 40 }, () => lookup(lab, pod, 'web')));
      const good = tries.filter(({ error }) => error === undefined);
      expect(good.length).to.be.within(20, 39);
      expect(Math.max(...good.map(({ tookMs }) => tookMs))).to.be.within(5000, 5100);
    });
  });

  it('fails, or gets lies, where a DNSChaos says so, and for the names that it says', async () => {
    await inLab({}, async (lab) => {
      const [pod, second, third] = await withService(lab);
      await createChaos(lab, 'DNSChaos', 'error', {
        ...podSelector(pod),
        action: 'error',
        patterns: ['example.*'],
        duration: '30s',
      });
      await createChaos(lab, 'DNSChaos', 'random', { ...podSelector(second), action: 'random' });
      await lab.run(5);
      expect(recordOf(lab, 'DNSChaos', 'error')).to.equal('Injected');
      expect(await lookup(lab, pod, 'example.org')).to.deep.include({ error: 'EAI_AGAIN' });
      expect((await lookup(lab, pod, 'web')).error).to.equal(undefined);
      const lie = await lookup(lab, second, 'example.org.');
      expect(lie.error === undefined ? lie.addresses : []).to.not.deep.equal([lab.world.outside.on.address]);
      expect(await lookup(lab, third, 'example.org')).to.deep.include({ addresses: [lab.world.outside.on.address] });
      await removeChaos(lab, 'DNSChaos', 'random');
      await lab.run(30);
      for (const one of [pod, second]) {
        expect(await lookup(lab, one, 'example.org')).to.deep.include({ addresses: [lab.world.outside.on.address] });
      }
    });
  });

  it('is told nothing any more by the rules of a DNSChaos that is over, when another sends the pod to the same server', async () => {
    await inLab({}, async (lab) => {
      const [pod] = await withService(lab);
      const failing = { ...podSelector(pod), action: 'error' };
      await createChaos(lab, 'DNSChaos', 'before', { ...failing, patterns: ['example.*'] });
      await lab.run(5);
      expect(await lookup(lab, pod, 'example.org')).to.deep.include({ error: 'EAI_AGAIN' });
      await removeChaos(lab, 'DNSChaos', 'before');
      await lab.run(5);
      await createChaos(lab, 'DNSChaos', 'after', { ...failing, patterns: ['other.*'] });
      await lab.run(5);
      expect(await lookup(lab, pod, 'other.org')).to.deep.include({ error: 'EAI_AGAIN' });
      expect(await lookup(lab, pod, 'example.org')).to.deep.include({ addresses: [lab.world.outside.on.address] });
    });
  });
});
