import { expect } from 'chai';
import { tracesOf } from '../../../src/backends/kube/traces.ts';
import { inLab, leaderNode } from './lab.ts';

const node = 'sim-control-plane';

describe('the inside of simulated machines', function () {
  this.timeout(20_000);

  it('ends a static pod whose manifest goes, with its mirror, and starts it again when it comes back', () =>
    inLab({}, async ({ inside, run, signal, harness }) => {
      await run(2);
      const before = await inside.components.look(node, 'kube-scheduler', signal);
      await inside.components.unlist(node, 'kube-scheduler', signal);
      await run(5);
      const during = await inside.components.look(node, 'kube-scheduler', signal);
      expect(during).to.deep.equal({ id: undefined, suspended: false, listed: false, aside: true });
      expect(await inside.traces(node, signal)).to.deep.equal(['the manifest of kube-scheduler out of place']);
      const path = `/api/v1/namespaces/kube-system/pods/kube-scheduler-${node}`;
      expect(await harness.client.get(path)).to.equal(undefined);
      await inside.components.relist(node, 'kube-scheduler', signal);
      await run(10);
      const after = await inside.components.look(node, 'kube-scheduler', signal);
      expect(after.id).to.be.a('string').and.not.equal(before.id);
      expect(await harness.client.get(path)).to.be.an('object');
      expect(await inside.traces(node, signal)).to.deep.equal([]);
    }));

  it('starts a static pod that comes back while its containers still end, when they have ended', () =>
    inLab({}, async ({ inside, run, signal }) => {
      await run(2);
      const before = await inside.components.look(node, 'etcd', signal);
      await inside.components.suspend(node, 'etcd', signal);
      await inside.components.unlist(node, 'etcd', signal);
      await run(5);
      await inside.components.relist(node, 'etcd', signal);
      await run(5);
      // It stands still, and so does not hear that it is to end until it is killed.
      expect((await inside.components.look(node, 'etcd', signal)).id).to.equal(before.id);
      await run(40);
      expect((await inside.components.look(node, 'etcd', signal)).id)
        .to.be.a('string')
        .and.not.equal(before.id);
    }));

  it('cuts one port alone', () =>
    inLab({}, async ({ inside, run, signal, world }) => {
      await run(2);
      const peer = world.nodes.get('sim-control-plane2')?.on.address ?? '';
      const reach = (port: number): Promise<readonly string[]> =>
        inside.tryPaths([{ node, address: peer, port }], signal);
      await inside.firewall.drop(node, 'test', { ranges: [peer], names: [], ports: [2380] }, signal);
      expect([...(await reach(2380)), ...(await reach(6443))]).to.deep.equal(['silent', 'open']);
      expect((await inside.firewall.counts(node, 'test', signal)).out).to.be.greaterThan(0);
    }));

  it('cuts one direction alone', () =>
    inLab({}, async ({ inside, run, signal, world }) => {
      await run(2);
      const peer = world.nodes.get('sim-control-plane2')?.on.address ?? '';
      await inside.firewall.drop(node, 'test', { ranges: [peer], names: [], direction: 'in' }, signal);
      expect(await inside.tryPaths([{ node, address: peer, port: 6443 }], signal)).to.deep.equal(['silent']);
      const { in: came, out } = await inside.firewall.counts(node, 'test', signal);
      expect(came).to.be.greaterThan(0);
      expect(out).to.equal(0);
    }));

  it('turns clients away that check certificates, and no others', () =>
    inLab({}, async ({ inside, run, signal }) => {
      await run(2);
      const ask = (verify: boolean): Promise<readonly string[]> =>
        inside.ask([{ node, url: 'https://127.0.0.1:6443/livez', verify }], signal);
      await inside.certificates.expire(node, signal);
      expect([...(await ask(true)), ...(await ask(false))]).to.deep.equal(['untrusted', 'answered']);
      await inside.certificates.restore(node, signal);
      expect(await ask(true)).to.deep.equal(['answered']);
    }));

  it('refuses writes while the alarm is raised, and takes them afterwards', () =>
    inLab({}, async ({ inside, run, signal }) => {
      await run(2);
      await inside.etcd.raiseNoSpace(node, signal);
      expect(await inside.etcd.tryWrite(node, signal)).to.contain('database space exceeded');
      await inside.etcd.disarm(node, signal);
      expect(await inside.etcd.tryWrite(node, signal)).to.equal(undefined);
    }));

  it('finds another leader when the one that leads stands still', () =>
    inLab({}, async (lab) => {
      await lab.run(2);
      const leader = leaderNode(lab, 'kube-scheduler');
      await lab.inside.components.suspend(leader, 'kube-scheduler', lab.signal);
      await lab.run(40);
      expect(leaderNode(lab, 'kube-scheduler')).to.not.equal(leader);
      await lab.inside.components.resume(leader, 'kube-scheduler', lab.signal);
    }));

  it('freezes a machine: its kernel takes connections, and nobody answers', () =>
    inLab({}, async ({ inside, run, signal, world }) => {
      await run(2);
      const worker = 'sim-worker';
      const address = world.nodes.get(worker)?.on.address ?? '';
      await inside.machines.pause(worker, signal);
      expect(await tracesOf(inside, { name: worker, isBalancer: false }, signal)).to.deep.equal(['it paused']);
      expect(await inside.tryPaths([{ node, address, port: 10_250 }], signal)).to.deep.equal(['open']);
      expect(await inside.ask([{ node, url: `https://${address}:10250/healthz` }], signal)).to.deep.equal(['silent']);
      await inside.machines.unpause(worker, signal);
      expect(await inside.ask([{ node, url: `https://${address}:10250/healthz` }], signal)).to.deep.equal(['answered']);
    }));
});
