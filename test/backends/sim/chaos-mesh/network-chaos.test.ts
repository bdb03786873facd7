import { expect } from 'chai';
import type { Pod } from '../../../../src/backends/sim/objects.ts';
import { httpClient, type Outcome } from '../../../../src/backends/sim/http/client.ts';
import { deployWeb, inLab, type Lab } from '../lab.ts';
import { createChaos, podSelector, recordOf, removeChaos, sights, stored } from './chaos-lab.ts';

/** Asks one pod from another's network; with how long it took. */
async function between(
  lab: Lab,
  from: Pod | undefined,
  to: Pod | undefined,
): Promise<Outcome & { readonly tookMs: number }> {
  const { world, harness, clock } = lab;
  const sandbox = world.nodes.get(from?.spec.nodeName ?? '')?.runtime.sandbox('default', from?.metadata.name ?? '');
  if (sandbox === undefined) throw new Error('the pod has no network');
  const http = httpClient(world.network, harness.operator, sandbox);
  const startedAt = clock.now();
  const outcome = await new Promise<Outcome>((done) => {
    http.call(
      { method: 'GET', path: '/', headers: {}, body: undefined },
      { to: { address: to?.status?.podIP ?? '', port: 8080 }, use: 'new', tls: false, timeoutMs: 60_000 },
      { done },
    );
  });
  return { ...outcome, tookMs: clock.now() - startedAt };
}

async function times(lab: Lab, count: number, from: Pod | undefined, to: Pod | undefined): Promise<readonly number[]> {
  const all: number[] = [];
  for (let index = 0; index < count; index += 1) all.push((await between(lab, from, to)).tookMs);
  return all.sort((a, b) => a - b);
}

describe('NetworkChaos with traffic control', function () {
  this.timeout(30_000);

  it('delays what a pod sends, each packet once, for its duration', async () => {
    await inLab({}, async (lab) => {
      const [pod, other] = await deployWeb(lab);
      const spec = { ...podSelector(pod), action: 'delay', delay: { latency: '100ms' }, duration: '20s' };
      await createChaos(lab, 'NetworkChaos', 'd', spec);
      await lab.run(5);
      expect(recordOf(lab, 'NetworkChaos', 'd')).to.equal('Injected');
      expect([sights(lab, pod).queues(), sights(lab, other).queues()]).to.deep.equal([['netem'], []]);
      // A new connection and a request: the one that it begins sends twice, the one that it answers twice.
      expect((await between(lab, pod, other)).tookMs).to.be.within(200, 210);
      expect((await between(lab, other, pod)).tookMs).to.be.within(200, 210);
      await lab.run(20);
      expect(recordOf(lab, 'NetworkChaos', 'd')).to.equal('Not Injected');
      expect((await between(lab, pod, other)).tookMs).to.be.below(10);
    });
  });

  it('only delays what goes to its target, or to an address outside', async () => {
    await inLab({}, async (lab) => {
      const [pod, other, third] = await deployWeb(lab);
      const spec = { ...podSelector(pod), action: 'delay', delay: { latency: '100ms' }, direction: 'to' };
      await createChaos(lab, 'NetworkChaos', 'd', { ...spec, target: podSelector(other) });
      await lab.run(5);
      expect(recordOf(lab, 'NetworkChaos', 'd')).to.equal('Injected');
      expect((await between(lab, pod, other)).tookMs).to.be.within(200, 210);
      expect((await between(lab, pod, third)).tookMs).to.be.below(10);
      await removeChaos(lab, 'NetworkChaos', 'd');
      await lab.run(5);
      await createChaos(lab, 'NetworkChaos', 'e', { ...spec, externalTargets: [`${third?.status?.podIP ?? ''}:8080`] });
      await lab.run(5);
      expect((await between(lab, pod, third)).tookMs).to.be.within(200, 210);
      expect((await between(lab, pod, other)).tookMs).to.be.below(10);
    });
  });

  it('loses packets, which TCP sends again', async () => {
    await inLab({}, async (lab) => {
      const [pod, other] = await deployWeb(lab);
      await createChaos(lab, 'NetworkChaos', 'l', { ...podSelector(pod), action: 'loss', loss: { loss: '30' } });
      await lab.run(5);
      const all = await times(lab, 60, pod, other);
      const good = all.filter((ms) => ms < 10).length;
      // Two packets have to get through: 0.7 * 0.7 of the tries at once; a lost SYN costs a second.
      expect(good).to.be.within(15, 45);
      expect(all.filter((ms) => ms >= 1000).length).to.be.within(5, 35);
    });
  });

  it('narrows a link: what is more than its bucket holds waits', async () => {
    await inLab({}, async (lab) => {
      const [pod, other] = await deployWeb(lab);
      const bandwidth = { rate: '1kbps', limit: 100_000, buffer: 2000 };
      await createChaos(lab, 'NetworkChaos', 'b', { ...podSelector(pod), action: 'bandwidth', bandwidth });
      await lab.run(5);
      expect(recordOf(lab, 'NetworkChaos', 'b')).to.equal('Injected');
      const first = (await between(lab, pod, other)).tookMs;
      const all = await times(lab, 20, pod, other);
      expect(first).to.be.below(20);
      expect(all.at(-1)).to.be.above(200);
    });
  });

  it('without a usable block never begins, and says so', async () => {
    await inLab({}, async (lab) => {
      const [pod] = await deployWeb(lab);
      await createChaos(lab, 'NetworkChaos', 'n', { ...podSelector(pod), action: 'delay' });
      await lab.run(5);
      expect(recordOf(lab, 'NetworkChaos', 'n')).to.match(
        /^Not Injected\/Wait: failed to apply for pod default\/web-\S+: invalid spec for netem action, at least one is required from delay, loss, duplicate, corrupt$/,
      );
      const events = stored(lab, 'NetworkChaos', 'n')?.status?.experiment?.containerRecords?.[0]?.events ?? [];
      // 5 ms, doubling: ten tries in as many seconds, not one for each change of its own.
      expect(events.length).to.be.below(14);
    });
  });
});
