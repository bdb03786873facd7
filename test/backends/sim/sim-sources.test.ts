import { expect } from 'chai';
import { readSamples } from '../../../src/base/prometheus-text.ts';
import { messageOf } from '../../../src/core/errors.ts';
import type { Component } from '../../../src/core/metrics.ts';
import { simSources } from '../../../src/backends/sim/sim-sources.ts';
import { create, inLab, type Lab, web } from './lab.ts';

/** The values of a family, over all instances of a component that told it. */
async function told({ harness, signal }: Lab, component: Component, family: string): Promise<readonly number[]> {
  const asked = simSources(harness).filter((source) => source.component === component);
  const pages = await Promise.all(asked.map(({ page }) => page(signal)));
  return pages.flatMap((page) => readSamples(page, new Set([family])).map(({ value }) => value));
}
const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

describe('simSources', function () {
  this.timeout(60_000);

  it('tell the pods that wait for a node, and where there is room none', async () => {
    await inLab({}, async (lab) => {
      const huge = structuredClone(web);
      Object.assign(huge.spec.template.spec.containers[0]!, { resources: { requests: { cpu: '1000' } } });
      await lab.run(20);
      const before = await told(lab, 'kube-scheduler', 'scheduler_pending_pods');
      // Three queues of each of three schedulers, of which one leads.
      expect(before).to.deep.equal(Array.from({ length: 9 }, () => 0));
      await create(lab, '/apis/apps/v1/namespaces/default/deployments', huge);
      await lab.run(10);
      expect(sum(await told(lab, 'kube-scheduler', 'scheduler_pending_pods'))).to.equal(6);
    });
  });

  it('tell the queue of every controller of the leading controller-manager', async () => {
    await inLab({}, async (lab) => {
      await lab.run(20);
      expect(await told(lab, 'kube-controller-manager', 'workqueue_depth')).to.have.length(8);
    });
  });

  it('tell how long etcd took to answer the apiservers', async () => {
    await inLab({}, async (lab) => {
      await lab.run(20);
      const counts = await told(lab, 'kube-apiserver', 'etcd_request_duration_seconds_count');
      expect(sum(counts)).to.be.above(100);
    });
  });

  it('tell of each member of etcd that it has no alarm, and one when it has', async () => {
    await inLab({}, async (lab) => {
      expect(await told(lab, 'etcd', 'etcd_alarm')).to.deep.equal([0, 0, 0, 0, 0, 0]);
      lab.world.etcd.operator.setAlarm(true);
      expect(await told(lab, 'etcd', 'etcd_alarm')).to.deep.equal([1, 1, 1]);
    });
  });

  it('say why a machine that is off, or a kubelet, cannot be asked', async () => {
    await inLab({}, async ({ harness, signal, world }) => {
      world.hosts.get('sim-control-plane')?.powerOff();
      const asked = simSources(harness).filter(({ component }) => ['kube-scheduler', 'kubelet'].includes(component));
      const answers = await Promise.allSettled(asked.map(({ page }) => page(signal)));
      const errors = answers.flatMap((answer) => (answer.status === 'rejected' ? messageOf(answer.reason) : []));
      expect(errors).to.include.members(['its metrics are not simulated', 'sim-control-plane does not run']);
    });
  });
});
