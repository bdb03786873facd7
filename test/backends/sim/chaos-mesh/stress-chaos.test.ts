import { expect } from 'chai';
import { create, deployWeb, inLab, type Lab, web, webPods } from '../lab.ts';
import { ask, createChaos, podNow, podSelector, recordOf, removeChaos, sights, stored } from './chaos-lab.ts';

/** The web workload with limits on its containers. */
async function deployLimited(lab: Lab, limits: Readonly<Record<string, string>>): Promise<ReturnType<typeof webPods>> {
  const [container] = web.spec.template.spec.containers;
  const spec = { ...web.spec.template.spec, containers: [{ ...container, resources: { limits } }] };
  const object = { ...web, spec: { ...web.spec, template: { ...web.spec.template, spec } } };
  await create(lab, '/apis/apps/v1/namespaces/default/deployments', object);
  await lab.run(10);
  return webPods(lab);
}

async function slowest(lab: Lab, pod: ReturnType<typeof webPods>[number] | undefined): Promise<number> {
  let worst = 0;
  for (let count = 0; count < 30; count += 1) {
    worst = Math.max(worst, (await ask(lab, pod)).tookMs);
    await lab.clock.sleep(37);
  }
  return worst;
}

describe('StressChaos', function () {
  this.timeout(30_000);

  it('slows a container with a processor limit until its duration is over, and remembers its process', async () => {
    await inLab({}, async (lab) => {
      const [pod, other] = await deployLimited(lab, { cpu: '500m' });
      expect(await slowest(lab, pod)).to.be.below(5);
      const stressors = { cpu: { workers: 2, load: 100 } };
      await createChaos(lab, 'StressChaos', 's', { ...podSelector(pod), stressors, duration: '20s' });
      await lab.run(3);
      expect(recordOf(lab, 'StressChaos', 's')).to.equal('Injected');
      const id = `default/${pod?.metadata.name ?? ''}/web`;
      const instances = stored(lab, 'StressChaos', 's')?.status?.instances as Record<string, Record<string, string>>;
      expect(instances[id]).to.have.all.keys('uid', 'startTime', 'memoryStartTime');
      expect(instances[id]?.['memoryStartTime']).to.equal('1970-01-01T00:00:00Z');
      expect(sights(lab, pod).strangers()).to.deep.equal(['stress-ng']);
      expect(await slowest(lab, pod)).to.be.within(50, 120);
      expect(await slowest(lab, other)).to.be.below(5);
      await lab.run(20);
      expect(recordOf(lab, 'StressChaos', 's')).to.equal('Not Injected');
      expect(stored(lab, 'StressChaos', 's')?.status).to.not.have.property('instances');
      expect(await slowest(lab, pod)).to.be.below(5);
    });
  });

  it('has the kernel end a container that is made to hold more than its limit, and starts nothing anew in the next', async () => {
    await inLab({}, async (lab) => {
      const [pod] = await deployLimited(lab, { memory: '128Mi' });
      const stressors = { memory: { workers: 1, size: '256MB' } };
      await createChaos(lab, 'StressChaos', 'm', { ...podSelector(pod), stressors });
      await lab.run(15);
      const [status] = podNow(lab, pod)?.status?.containerStatuses ?? [];
      expect(status?.restartCount).to.equal(1);
      expect(status?.lastState?.terminated).to.include({ reason: 'OOMKilled', exitCode: 137 });
      expect(status?.ready).to.equal(true);
      expect(recordOf(lab, 'StressChaos', 'm')).to.equal('Injected');
      await removeChaos(lab, 'StressChaos', 'm');
      await lab.run(5);
      expect(stored(lab, 'StressChaos', 'm')).to.equal(undefined);
      expect(podNow(lab, pod)?.status?.containerStatuses?.[0]?.restartCount).to.equal(1);
    });
  });

  it('holds memory within the limit without harm, and lets it go', async () => {
    await inLab({}, async (lab) => {
      const [pod] = await deployWeb(lab);
      const node = lab.world.nodes.get(pod?.spec.nodeName ?? '');
      const before = node?.machine.memory.usedBytes() ?? 0;
      await createChaos(lab, 'StressChaos', 'm', {
        ...podSelector(pod),
        stressors: { memory: { workers: 2, size: '64MB' } },
      });
      await lab.run(5);
      expect(node?.machine.memory.usedBytes()).to.equal(before + 2 * 64 * 2 ** 20);
      await removeChaos(lab, 'StressChaos', 'm');
      await lab.run(5);
      expect(node?.machine.memory.usedBytes()).to.equal(before);
      expect(podNow(lab, pod)?.status?.containerStatuses?.[0]?.restartCount).to.equal(0);
    });
  });
});
