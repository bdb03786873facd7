import { expect } from 'chai';
import { conditionOf, type Node, type Pod } from '../../../../src/backends/sim/objects.ts';
import { ask } from '../chaos-mesh/chaos-lab.ts';
import { deployWeb, inLab, type Lab, webPods } from '../lab.ts';

const gi = 2 ** 30;

function node({ world }: Lab): Node {
  return world.store.get('nodes', 'sim-worker') as Node;
}

function taints(lab: Lab): readonly string[] {
  return (node(lab).spec.taints ?? []).map(({ key, effect }) => `${key}:${effect}`);
}

function onWorker(lab: Lab): readonly Pod[] {
  return webPods(lab).filter(({ spec }) => spec.nodeName === 'sim-worker');
}

describe('a node under pressure', function () {
  this.timeout(30_000);

  it('whose disk is full says so, is tainted, evicts its pods one by one, and takes none', async () => {
    await inLab({ overrides: { kubelet: { evictionPressureTransitionPeriod: '1m' } } }, async (lab) => {
      await deployWeb(lab);
      expect(onWorker(lab)).to.have.length(2);
      const strain = lab.world.hosts.get('sim-worker')?.strain;
      strain?.disk('fill', 95 * gi);
      await lab.run(25);
      expect(conditionOf(node(lab).status, 'DiskPressure')).to.equal('True');
      expect(conditionOf(node(lab).status, 'Ready')).to.equal('True');
      expect(taints(lab)).to.deep.equal(['node.kubernetes.io/disk-pressure:NoSchedule']);
      await lab.run(60);
      const left = onWorker(lab);
      expect(left.map(({ status }) => `${status?.phase ?? ''} ${status?.reason ?? ''}`)).to.deep.equal([
        'Failed Evicted',
        'Failed Evicted',
      ]);
      expect(left[0]?.status?.message).to.match(
        /^The node was low on resource: ephemeral-storage\. Threshold quantity: \d+Ki, available: \d+Ki\. $/,
      );
      const running = webPods(lab).filter(({ status }) => conditionOf(status, 'Ready') === 'True');
      expect(running.every(({ spec }) => spec.nodeName !== 'sim-worker')).to.equal(true);
      strain?.end('fill');
      await lab.run(40);
      expect(conditionOf(node(lab).status, 'DiskPressure')).to.equal('True');
      await lab.run(60);
      expect(conditionOf(node(lab).status, 'DiskPressure')).to.equal('False');
      expect(taints(lab)).to.deep.equal([]);
    });
  });

  it('that is short of memory evicts the one that uses most above what it asked for', async () => {
    await inLab({ overrides: { node: { memory: '2Gi' } } }, async (lab) => {
      await deployWeb(lab);
      const [greedy, modest] = onWorker(lab);
      const place = lab.world.nodes.get('sim-worker');
      const container = place?.runtime.containers().find(({ pod }) => pod === greedy?.metadata.name);
      const free = (place?.machine.memory.totalBytes ?? 0) - (place?.machine.memory.usedBytes() ?? 0);
      container?.memory.hold('leak', free - 50 * 2 ** 20);
      await lab.run(25);
      const now = (pod: Pod | undefined): string | undefined =>
        (lab.world.store.get('pods', `default/${pod?.metadata.name ?? ''}`) as Pod | undefined)?.status?.reason;
      expect([now(greedy), now(modest)]).to.deep.equal(['Evicted', undefined]);
      expect(conditionOf(node(lab).status, 'MemoryPressure')).to.equal('True');
      expect(taints(lab)).to.deep.equal(['node.kubernetes.io/memory-pressure:NoSchedule']);
    });
  });

  it('without a process id left starts no container until there is one again', async () => {
    await inLab({}, async (lab) => {
      await deployWeb(lab);
      const [pod] = onWorker(lab);
      const strain = lab.world.hosts.get('sim-worker')?.strain;
      strain?.pids('fork', 1_000_000);
      lab.world.nodes
        .get('sim-worker')
        ?.runtime.containers()
        .find((one) => one.pod === pod?.metadata.name)
        ?.process.exit(1);
      await lab.run(30);
      const status = (): unknown =>
        (lab.world.store.get('pods', `default/${pod?.metadata.name ?? ''}`) as Pod).status?.containerStatuses?.[0]
          ?.state;
      expect(status()).to.deep.equal({ waiting: { reason: 'RunContainerError' } });
      strain?.end('fork');
      await lab.run(20);
      expect(status()).to.have.property('running');
    });
  });

  it('whose clock is wrong stamps what it writes with that, and is not taken for lost', async () => {
    await inLab({}, async (lab) => {
      lab.world.hosts.get('sim-worker')?.setClock(-3_600_000);
      await lab.run(80);
      const lease = lab.world.store.get('leases.coordination.k8s.io', 'kube-node-lease/sim-worker');
      const renewed = Date.parse((lease?.['spec'] as { renewTime: string }).renewTime);
      const now = lab.world.agenda.startedAtUnixMs + lab.clock.now();
      expect(now - renewed).to.be.within(3_600_000, 3_615_000);
      expect(conditionOf(node(lab).status, 'Ready')).to.equal('True');
    });
  });

  it('whose processors are all busy serves later, and goes on', async () => {
    await inLab({ overrides: { node: { cores: 2 } } }, async (lab) => {
      await deployWeb(lab);
      const [pod] = onWorker(lab);
      const slowest = async (): Promise<number> => {
        let worst = 0;
        for (let count = 0; count < 20; count += 1) {
          worst = Math.max(worst, (await ask(lab, pod)).tookMs);
          // It asks for nothing, and gets next to nothing: enough for a request now and then.
          await lab.clock.sleep(200);
        }
        return worst;
      };
      const before = await slowest();
      lab.world.hosts.get('sim-worker')?.strain.cpu('hog', 16);
      expect(await slowest()).to.be.within(before + 2, before + 100);
      lab.world.hosts.get('sim-worker')?.strain.end('hog');
      expect(await slowest()).to.be.below(before + 1);
    });
  });
});
