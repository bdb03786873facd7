import { setMaxListeners } from 'node:events';
import { expect } from 'chai';
import { readSamples } from '../../base/samples.ts';
import { messageOf } from '../../../src/core/errors.ts';
import { type Component, families, processStart } from '../../../src/core/metrics.ts';
import type { Observed } from '../../../src/core/cluster.ts';
import type { Observation } from '../../../src/core/observation.ts';
import { indicators } from '../../../src/indicators/index.ts';
import { metrics } from '../../../src/probes/metrics.ts';
import { timelineOf } from '../../support/timeline-builder.ts';
import { simSources } from '../../../src/backends/sim/sim-sources.ts';
import { create, deployWeb, inLab, type Lab, web } from './lab.ts';

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

  it('tell every family that an indicator rests on, and when each process began', async () => {
    await inLab({}, async (lab) => {
      await lab.run(60);
      for (const [component, known] of Object.entries(families) as [Component, (typeof families)[Component]][]) {
        const instances = simSources(lab.harness).filter((source) => source.component === component).length;
        expect(await told(lab, component, processStart), component).to.have.length(instances);
        for (const [name, { kind }] of Object.entries(known)) {
          // A series that begins with the first rejection, on a real cluster as well.
          if (name === 'apiserver_flowcontrol_rejected_requests_total') continue;
          const samples = await told(lab, component, kind === 'histogram' ? `${name}_bucket` : name);
          expect(samples, name).to.not.have.length(0);
        }
      }
    });
  });

  it('tell how long pods took to start, of every kubelet, and of a kubelet that was started anew from 0', async () => {
    await inLab({}, async (lab) => {
      const starts = (bound: string): Promise<readonly number[]> =>
        told(lab, 'kubelet', `kubelet_pod_start_sli_duration_seconds_${bound}`);
      await lab.run(20);
      expect(await starts('count')).to.deep.equal([0, 0, 0, 0, 0, 0]);
      const pods = await deployWeb(lab);
      expect([...(await starts('count'))].sort()).to.deep.equal([0, 0, 0, 2, 2, 2]);
      const took = sum(await starts('sum'));
      // A sandbox and a container are 0.8 s; a creation's stamp is up to a second before it.
      expect(took / pods.length).to.be.within(0.8, 2.5);
      lab.world.hosts.get(pods[0]?.spec.nodeName ?? '')?.killKubelet();
      await lab.run(30);
      expect(sum(await starts('count'))).to.equal(4);
    });
  });

  it('are enough for every indicator that rests on them, in a run of three minutes', async () => {
    await inLab({}, async (lab) => {
      const stop = new AbortController();
      setMaxListeners(0, stop.signal);
      const observations: Observation[] = [];
      const over = metrics.bind({}).observe({
        clock: lab.clock,
        cluster: { metrics: () => simSources(lab.harness) } as unknown as Observed,
        signal: stop.signal,
        emit: (one) => observations.push(one),
      });
      await lab.run(35);
      const many = { ...web, spec: { ...web.spec, replicas: 12 } };
      await create(lab, '/apis/apps/v1/namespaces/default/deployments', many);
      await lab.run(145);
      stop.abort();
      await over;
      const timeline = timelineOf({ observations });
      const status = (name: string): string => {
        const measurement = indicators.get(name).measure(timeline, ['fault', 'recovery']);
        return `${name} ${measurement.status === 'unmeasured' ? measurement.reason : measurement.status}`;
      };
      const names = [
        ...['latency.p99', 'feltLatency.p99', 'etcdLatency.p99', 'inflightPeak', 'rejected', 'restarts'].map(
          (name) => `api.server.${name}`,
        ),
        ...['fsync.p99', 'commit.p99', 'peerRtt.p99', 'dbQuotaRatio', 'alarms'].map((name) => `etcd.${name}`),
        'scheduler.pendingPeak',
        'controllerManager.queuePeak',
        'kubelet.podStart.p99',
      ];
      expect(names.map(status)).to.deep.equal(names.map((name) => `${name} measured`));
    });
  });

  it('say why a machine that is off, or a kubelet that is away, cannot be asked', async () => {
    await inLab({}, async ({ harness, signal, world }) => {
      world.hosts.get('sim-control-plane')?.powerOff();
      world.hosts.get('sim-worker')?.stopKubelet();
      const asked = simSources(harness).filter(({ component }) => ['kube-scheduler', 'kubelet'].includes(component));
      const answers = await Promise.allSettled(asked.map(({ page }) => page(signal)));
      const errors = answers.flatMap((answer) => (answer.status === 'rejected' ? messageOf(answer.reason) : []));
      expect(errors.filter((error) => error === 'sim-control-plane does not run')).to.have.length(2);
      expect(errors.filter((error) => error.startsWith('connect ECONNREFUSED'))).to.have.length(1);
      expect(errors).to.have.length(3);
    });
  });
});
