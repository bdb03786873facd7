import { expect } from 'chai';
import { httpClient } from '../../../../src/backends/sim/http/client.ts';
import type { HorizontalPodAutoscaler, Workload } from '../../../../src/backends/sim/objects.ts';
import { create, inLab, type Lab, web, webPods } from '../lab.ts';

/** Asks each pod so often until told to stop. */
function load(lab: Lab, ratePerSecond: number): () => void {
  const { world, harness } = lab;
  const http = httpClient(world.network, harness.operator, world.outside.on);
  let stopped = false;
  const next = (): void => {
    if (stopped) return;
    for (const { status } of webPods(lab)) {
      http.call(
        { method: 'GET', path: '/', headers: {}, body: undefined },
        { to: { address: status?.podIP ?? '', port: 8080 }, use: 'pooled', tls: false, timeoutMs: 5000 },
        { done: () => undefined },
      );
    }
    harness.operator.after((1000 / ratePerSecond) * webPods(lab).length, next);
  };
  next();
  return () => (stopped = true);
}

async function deploy(lab: Lab): Promise<void> {
  const [container] = web.spec.template.spec.containers;
  const resources = { requests: { cpu: '10m', memory: '48Mi' } };
  const template = {
    ...web.spec.template,
    spec: { ...web.spec.template.spec, containers: [{ ...container, resources }] },
  };
  await create(lab, '/apis/apps/v1/namespaces/default/deployments', {
    ...web,
    spec: { ...web.spec, replicas: 2, template },
  });
  const target = { type: 'Utilization', averageUtilization: 50 };
  const hpa = {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name: 'web', namespace: 'default' },
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' },
      minReplicas: 2,
      maxReplicas: 10,
      metrics: [{ type: 'Resource', resource: { name: 'cpu', target } }],
      behavior: { scaleDown: { stabilizationWindowSeconds: 60 } },
    },
  };
  await create(lab, '/apis/autoscaling/v2/namespaces/default/horizontalpodautoscalers', hpa);
  await lab.run(40);
}

function replicas({ world }: Lab): number | undefined {
  return (world.store.get('deployments.apps', 'default/web') as Workload | undefined)?.spec.replicas;
}

function status({ world }: Lab): Readonly<Record<string, unknown>> {
  const key = 'default/web';
  return (
    (world.store.get('horizontalpodautoscalers.autoscaling', key) as HorizontalPodAutoscaler | undefined)?.status ?? {}
  );
}

describe('horizontal pod autoscaling', function () {
  this.timeout(30_000);

  it('adds replicas with the rate of requests, and takes them away a while after it has fallen', async () => {
    await inLab({}, async (lab) => {
      await deploy(lab);
      expect(replicas(lab)).to.equal(2);
      // 0.4 ms of a core for each of 75 requests a second: 30m in all, where 5m is wanted of each pod.
      const stop = load(lab, 75);
      await lab.run(90);
      expect(replicas(lab)).to.be.within(6, 8);
      expect(status(lab)['conditions']).to.deep.include({
        type: 'ScalingActive',
        status: 'True',
        reason: 'ValidMetricFound',
        message: 'the HPA was able to successfully calculate a replica count',
      });
      stop();
      await lab.run(40);
      expect(replicas(lab)).to.be.above(5);
      await lab.run(70);
      expect(replicas(lab)).to.equal(2);
    });
  });

  it('changes nothing while it hears of no pod, and says so', async () => {
    await inLab({}, async (lab) => {
      await deploy(lab);
      for (const { spec } of webPods(lab)) lab.world.hosts.get(spec.nodeName ?? '')?.stopKubelet();
      const stop = load(lab, 75);
      await lab.run(40);
      stop();
      expect(replicas(lab)).to.equal(2);
      await lab.run(10);
      expect(JSON.stringify(status(lab)['conditions'])).to.include('did not receive metrics for targeted pods');
    });
  });
});
