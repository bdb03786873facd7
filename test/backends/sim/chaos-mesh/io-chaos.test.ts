import { expect } from 'chai';
import { create, inLab, type Lab, web, webPods } from '../lab.ts';
import { ask, createChaos, podSelector, recordOf, removeChaos, sights, stored } from './chaos-lab.ts';

/** The web workload with a volume for its data. */
async function deployWithData(lab: Lab): Promise<ReturnType<typeof webPods>> {
  const [container] = web.spec.template.spec.containers;
  const volumeMounts = [{ name: 'data', mountPath: '/data' }];
  const readinessProbe = { httpGet: { path: '/healthz', port: 'http' }, periodSeconds: 1, failureThreshold: 2 };
  const spec = {
    ...web.spec.template.spec,
    volumes: [{ name: 'data', emptyDir: {} }],
    containers: [{ ...container, volumeMounts, readinessProbe }],
  };
  const object = { ...web, spec: { ...web.spec, template: { ...web.spec.template, spec } } };
  await create(lab, '/apis/apps/v1/namespaces/default/deployments', object);
  await lab.run(10);
  return webPods(lab);
}

describe('IOChaos', function () {
  this.timeout(30_000);

  it('delays what a container does with its data, through a helper object of its own', async () => {
    await inLab({}, async (lab) => {
      const [pod, other] = await deployWithData(lab);
      const io = { action: 'latency', volumePath: '/data', delay: '200ms', methods: ['read'], duration: '20s' };
      await createChaos(lab, 'IOChaos', 'io', { ...podSelector(pod), ...io });
      await lab.run(5);
      expect(recordOf(lab, 'IOChaos', 'io')).to.equal('Injected');
      const helper = lab.world.store.get('podiochaos.chaos-mesh.org', `default/${pod?.metadata.name ?? ''}-web`);
      expect(helper?.['spec']).to.deep.include({ volumeMountPath: '/data', container: 'web' });
      expect((await ask(lab, pod)).tookMs).to.be.within(200, 210);
      expect((await ask(lab, other)).tookMs).to.be.below(10);
      expect(sights(lab, pod).readFile('/data/any')).to.deep.equal({ delayMs: 200, errno: 0 });
      await lab.run(20);
      expect(recordOf(lab, 'IOChaos', 'io')).to.equal('Not Injected');
      expect((await ask(lab, pod)).tookMs).to.be.below(10);
    });
  });

  it('makes operations fail, so that the program answers 500, which its readiness probe does not see', async () => {
    await inLab({}, async (lab) => {
      const [pod] = await deployWithData(lab);
      await createChaos(lab, 'IOChaos', 'io', {
        ...podSelector(pod),
        action: 'fault',
        volumePath: '/data',
        errno: 5,
        path: '/data/*',
      });
      await lab.run(5);
      expect((await ask(lab, pod)).answer).to.deep.include({ status: 500, body: { error: 'errno 5' } });
      expect((await ask(lab, pod, { path: '/healthz' })).answer?.status).to.equal(200);
      await removeChaos(lab, 'IOChaos', 'io');
      await lab.run(5);
      expect(stored(lab, 'IOChaos', 'io')).to.equal(undefined);
      expect((await ask(lab, pod)).answer?.status).to.equal(200);
    });
  });

  it('cannot begin where nothing is mounted, says so, and cannot be deleted', async () => {
    await inLab({}, async (lab) => {
      const [pod] = await deployWithData(lab);
      await createChaos(lab, 'IOChaos', 'io', {
        ...podSelector(pod),
        action: 'latency',
        volumePath: '/dat',
        delay: '1s',
      });
      await lab.run(5);
      expect(recordOf(lab, 'IOChaos', 'io')).to.match(
        /^Not Injected\/Wait: failed to apply for pod default\/web-\S+: rpc error: .* toda startup takes too long or an error occurs/,
      );
      await removeChaos(lab, 'IOChaos', 'io');
      await lab.run(30);
      expect(stored(lab, 'IOChaos', 'io')?.metadata.deletionTimestamp).to.be.a('string');
    });
  });
});
