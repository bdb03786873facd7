import { expect } from 'chai';
import type { Pod } from '../../../../src/backends/sim/objects.ts';
import { ask } from '../chaos-mesh/chaos-lab.ts';
import { create, inLab, type Lab, web } from '../lab.ts';

const namespace = '/namespaces/default';
const labels = { app: 'in' };
const proxy = {
  name: 'in',
  image: 'web:1',
  env: [{ name: 'UPSTREAM', value: 'http://web' }],
  ports: [{ name: 'http', containerPort: 8080 }],
  readinessProbe: { httpGet: { path: '/healthz', port: 'http' }, periodSeconds: 1, failureThreshold: 2 },
};

/** The web workload behind a Service, and one proxy before it. */
async function deployProxy(lab: Lab): Promise<Pod | undefined> {
  const ports = [{ name: 'http', port: 80, targetPort: 'http' }];
  const service = { metadata: { name: 'web' }, spec: { selector: { app: 'web' }, ports } };
  const template = { metadata: { labels }, spec: { containers: [proxy] } };
  const spec = { replicas: 1, selector: { matchLabels: labels }, template };
  await create(lab, `/apis/apps/v1${namespace}/deployments`, web);
  await create(lab, `/api/v1${namespace}/services`, { apiVersion: 'v1', kind: 'Service', ...service });
  await create(lab, `/apis/apps/v1${namespace}/deployments`, {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'in' },
    spec,
  });
  await lab.run(20);
  return (lab.world.store.list('pods', 'default') as Pod[]).find(({ metadata }) => metadata.name.startsWith('in-'));
}

async function scale({ harness, signal }: Lab, set: string, replicas: number): Promise<void> {
  await harness.client.patch(`/apis/apps/v1/namespaces/${set}`, { spec: { replicas } }, { signal });
}

describe('httpProxy', function () {
  this.timeout(30_000);

  it('has requests answered by whom it stands before', () =>
    inLab({}, async (lab) => {
      const pod = await deployProxy(lab);
      const { answer } = await ask(lab, pod);
      expect(answer?.status).to.equal(200);
      expect((answer?.body as { readonly pod: string }).pod).to.match(/^web-/);
    }));

  it('asks for a name only where no connection stands, and says 502 when it has none', () =>
    inLab({}, async (lab) => {
      const known = await deployProxy(lab);
      await ask(lab, known);
      await scale(lab, 'kube-system/deployments/coredns', 0);
      await lab.run(10);
      expect((await ask(lab, known)).answer?.status).to.equal(200);
      await scale(lab, 'default/deployments/in', 0);
      await lab.run(20);
      await scale(lab, 'default/deployments/in', 1);
      await lab.run(20);
      const pods = lab.world.store.list('pods', 'default') as Pod[];
      const { answer, tookMs } = await ask(
        lab,
        pods.find(({ metadata }) => metadata.name.startsWith('in-')),
      );
      expect(answer?.status).to.equal(502);
      expect(tookMs).to.be.below(2100);
    }));

  it('says 502 when nobody stands behind it, and stays Ready', () =>
    inLab({}, async (lab) => {
      const pod = await deployProxy(lab);
      await scale(lab, 'default/deployments/web', 0);
      await lab.run(20);
      expect((await ask(lab, pod)).answer?.status).to.equal(502);
      expect((await ask(lab, pod, { path: '/healthz' })).answer?.status).to.equal(200);
    }));
});
