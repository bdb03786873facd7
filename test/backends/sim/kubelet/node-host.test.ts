import { expect } from 'chai';
import { conditionOf, type Node, type Pod } from '../../../../src/backends/sim/objects.ts';
import { containerIn, podNow } from '../chaos-mesh/chaos-lab.ts';
import { deployWeb, inLab, type Lab, webPods } from '../lab.ts';

function ready({ world }: Lab, node: string): string {
  return conditionOf((world.store.get('nodes', node) as Node).status, 'Ready');
}

function podOn(lab: Lab, node: string): Pod | undefined {
  return webPods(lab).find(({ spec }) => spec.nodeName === node);
}

describe('a node’s services', function () {
  this.timeout(30_000);

  it('let containers run on while the kubelet is stopped, and find them again', async () => {
    await inLab({}, async (lab) => {
      await deployWeb(lab);
      const pod = podOn(lab, 'sim-worker');
      const host = lab.world.hosts.get('sim-worker');
      const before = containerIn(lab, pod)?.id;
      host?.stopKubelet();
      await lab.run(70);
      expect(ready(lab, 'sim-worker')).to.equal('Unknown');
      expect(containerIn(lab, pod)?.id).to.equal(before);
      host?.startKubelet();
      await lab.run(30);
      expect(ready(lab, 'sim-worker')).to.equal('True');
      const api =
        lab.world.store.get('pods', 'kube-system/kube-proxy') ?? lab.world.store.list('pods', 'kube-system')[0];
      expect(api).to.not.equal(undefined);
      const found = (lab.world.store.list('pods', 'kube-system') as readonly Pod[]).filter(
        ({ spec }) => spec.nodeName === 'sim-worker',
      );
      for (const { status } of found) expect(status?.containerStatuses?.[0]?.restartCount).to.equal(0);
      // What was evicted meanwhile ends now.
      expect(podNow(lab, pod)).to.equal(undefined);
      expect(containerIn(lab, pod)).to.equal(undefined);
    });
  });

  it('start a killed kubelet again, before anybody has noticed', async () => {
    await inLab({}, async (lab) => {
      await deployWeb(lab);
      const pod = podOn(lab, 'sim-worker');
      const id = containerIn(lab, pod)?.id;
      lab.world.hosts.get('sim-worker')?.killKubelet();
      await lab.run(30);
      expect(ready(lab, 'sim-worker')).to.equal('True');
      expect(podNow(lab, pod)?.status?.containerStatuses?.[0]).to.include({
        containerID: id,
        restartCount: 0,
        ready: true,
      });
    });
  });

  it('neither start nor miss containers while the container runtime is down; a minute of that makes the node NotReady', async () => {
    await inLab({}, async (lab) => {
      await deployWeb(lab);
      const pod = podOn(lab, 'sim-worker');
      const host = lab.world.hosts.get('sim-worker');
      host?.stopContainerd();
      containerIn(lab, pod)?.process.exit(137);
      await lab.run(50);
      expect(containerIn(lab, pod)).to.equal(undefined);
      expect(podNow(lab, pod)?.status?.containerStatuses?.[0]?.restartCount).to.equal(0);
      expect(ready(lab, 'sim-worker')).to.equal('False');
      host?.startContainerd();
      await lab.run(30);
      expect(ready(lab, 'sim-worker')).to.equal('True');
      expect(
        lab.world.nodes
          .get('sim-worker')
          ?.runtime.containers()
          .some(({ name }) => name === 'kube-proxy'),
      ).to.equal(true);
    });
  });

  it('come back after a reboot, and so do static pods and whatever still belongs there, each started once more', async () => {
    await inLab({}, async (lab) => {
      await deployWeb(lab);
      const host = lab.world.hosts.get('sim-control-plane2');
      const key = 'kube-system/kube-apiserver-sim-control-plane2';
      host?.powerOff();
      await lab.run(20);
      expect(lab.world.nodes.get('sim-control-plane2')?.runtime.containers()).to.deep.equal([]);
      host?.powerOn();
      await lab.run(60);
      expect(ready(lab, 'sim-control-plane2')).to.equal('True');
      const pod = lab.world.store.get('pods', key) as Pod;
      expect(pod.status?.containerStatuses?.[0]).to.include({ restartCount: 1, ready: true });
      expect(lab.world.etcd.health('sim-control-plane2')?.hasLeader).to.equal(true);
      const proxy = (lab.world.store.list('pods', 'kube-system') as readonly Pod[]).find(
        ({ metadata, spec }) => metadata.name.startsWith('kube-proxy') && spec.nodeName === 'sim-control-plane2',
      );
      expect(proxy?.status?.containerStatuses?.[0]).to.include({ restartCount: 1, ready: true });
    });
  });
});
