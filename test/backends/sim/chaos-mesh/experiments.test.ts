import { expect } from 'chai';
import type { Experiment } from '../../../../src/backends/sim/chaos-mesh/experiment.ts';
import type { Pod } from '../../../../src/backends/sim/objects.ts';
import { create, deployWeb, inLab, type Lab } from '../lab.ts';

const group = '/apis/chaos-mesh.org/v1alpha1/namespaces';

/** What the object went through, shortly: finalizers, phase, true conditions, records. */
function tale({ history }: Lab, resource: string, name: string): readonly string[] {
  return history
    .filter((change) => change.resource === `${resource}.chaos-mesh.org` && change.key.endsWith(`/${name}`))
    .map(({ type, object }) => `${type} ${stateOf(object as Experiment)}`);
}

function stateOf({ metadata, status }: Experiment): string {
  const { desiredPhase = '-', containerRecords = [] } = status?.experiment ?? {};
  const finalizers = (metadata.finalizers ?? []).length > 0 ? 'kept' : 'free';
  const phases = [...new Set(containerRecords.map(({ phase }) => phase))].join(' & ') || 'no records';
  return `${finalizers} ${desiredPhase} [${conditionsOf(status)}] ${phases}`;
}

function conditionsOf(status: Experiment['status']): string {
  if (status?.conditions === undefined) return 'none';
  const holds = status.conditions.filter((one) => one.status === 'True').map(({ type }) => type);
  return holds.sort().join('+') || 'all False';
}

interface Running {
  readonly uid: string;
  readonly containerID: string | undefined;
  readonly restartCount: number | undefined;
}

/** The container of a pod, and how often it was started anew. */
function containerOf({ world }: Lab, key: string): Running {
  const { metadata, status } = world.store.get('pods', key) as Pod;
  const [{ containerID, restartCount } = {}] = status?.containerStatuses ?? [];
  return { uid: metadata.uid, containerID, restartCount };
}

function podChaos(name: string, spec: object): object {
  return { apiVersion: 'chaos-mesh.org/v1alpha1', kind: 'PodChaos', metadata: { name, namespace: 'default' }, spec };
}

async function remove({ harness, signal }: Lab, path: string): Promise<void> {
  await harness.client.remove(path, { signal });
}

describe('experiments on a simulated cluster', function () {
  this.timeout(30_000);

  it('kill a mirror pod, say that all is injected, and change nothing', async () => {
    await inLab({}, async (lab) => {
      await lab.run(5);
      const key = 'kube-system/kube-apiserver-sim-control-plane2';
      const before = containerOf(lab, key);
      const selector = { namespaces: ['kube-system'], pods: { 'kube-system': ['kube-apiserver-sim-control-plane2'] } };
      await create(lab, `${group}/default/podchaos`, podChaos('d', { action: 'pod-kill', mode: 'all', selector }));
      await lab.run(5);
      const { uid, ...container } = containerOf(lab, key);
      expect(uid).to.be.a('string').that.does.not.equal(before.uid);
      expect(container).to.deep.equal({ containerID: before.containerID, restartCount: 0 });
      expect(before.containerID).to.be.a('string');
      await remove(lab, `${group}/default/podchaos/d`);
      await lab.run(5);
      expect(tale(lab, 'podchaos', 'd')).to.deep.equal([
        'ADDED free - [none] no records',
        'MODIFIED kept - [none] no records',
        'MODIFIED kept Run [none] no records',
        'MODIFIED kept Run [all False] no records',
        'MODIFIED kept Run [all False] Injected',
        'MODIFIED kept Run [AllInjected+Selected] Injected',
        'MODIFIED kept Run [AllInjected+Selected] Injected',
        'MODIFIED kept Stop [AllInjected+Selected] Injected',
        'MODIFIED kept Stop [AllInjected+Selected] Not Injected',
        'DELETED kept Stop [AllInjected+Selected] Not Injected',
      ]);
    });
  });

  it('partition two zones’ pods for their duration, counted from the object’s creation', async () => {
    await inLab({}, async (lab) => {
      const pods = await deployWeb(lab);
      const inside = pods.filter(({ spec }) => spec.nodeName === 'sim-worker');
      const outside = pods.filter(({ spec }) => spec.nodeName !== 'sim-worker');
      const side = (nodes: readonly string[]): object => ({
        mode: 'all',
        selector: { namespaces: ['default'], nodes },
      });
      const spec = {
        action: 'partition',
        direction: 'both',
        duration: '40s',
        ...side(['sim-worker']),
        target: side(['sim-worker2', 'sim-worker3']),
      };
      const reach = async (): Promise<readonly string[]> => {
        const [from, to] = [inside[0], outside[0]];
        const pod = { namespace: 'default', name: from?.metadata.name ?? '' };
        const path = { node: 'sim-worker', pod, port: 8080 };
        const addresses = [to?.status?.podIP ?? '', inside[1]?.status?.podIP ?? ''];
        return await lab.inside.tryPaths(
          addresses.map((address) => ({ ...path, address })),
          lab.signal,
        );
      };
      expect(await reach()).to.deep.equal(['open', 'open']);
      const object = {
        apiVersion: 'chaos-mesh.org/v1alpha1',
        kind: 'NetworkChaos',
        metadata: { name: 'f', namespace: 'default' },
      };
      await create(lab, `${group}/default/networkchaos`, { ...object, spec });
      await lab.run(10);
      expect(await reach()).to.deep.equal(['silent', 'open']);
      await lab.run(40);
      expect(await reach()).to.deep.equal(['open', 'open']);
      const said = tale(lab, 'networkchaos', 'f').filter((one, index, all) => one !== all[index - 1]);
      expect(said.slice(0, 6)).to.deep.equal([
        'ADDED free - [none] no records',
        'MODIFIED kept - [none] no records',
        'MODIFIED kept Run [none] no records',
        'MODIFIED kept Run [all False] no records',
        'MODIFIED kept Run [all False] Not Injected/Wait',
        'MODIFIED kept Run [Selected] Not Injected/Wait',
      ]);
      expect(said).to.include('MODIFIED kept Run [AllInjected+Selected] Injected');
      expect(said).to.include('MODIFIED kept Stop [AllInjected+Selected] Injected/Wait');
      expect(said.at(-1)).to.equal('MODIFIED kept Stop [AllRecovered+Selected] Not Injected');
    });
  });

  it('cannot partition pods that use their node’s network, and say why', async () => {
    await inLab({}, async (lab) => {
      await lab.run(5);
      const selector = {
        namespaces: ['kube-system'],
        labelSelectors: { 'k8s-app': 'kube-proxy' },
        nodes: ['sim-worker'],
      };
      const spec = { action: 'partition', direction: 'to', mode: 'all', selector, externalTargets: ['10.0.0.1'] };
      const object = {
        apiVersion: 'chaos-mesh.org/v1alpha1',
        kind: 'NetworkChaos',
        metadata: { name: 'g', namespace: 'default' },
      };
      await create(lab, `${group}/default/networkchaos`, { ...object, spec });
      await lab.run(20);
      const { status } = lab.world.store.get('networkchaos.chaos-mesh.org', 'default/g') as Experiment;
      const [record] = status?.experiment?.containerRecords ?? [];
      expect(record?.phase).to.equal('Not Injected/Wait');
      expect(record?.events?.at(-1)?.message).to.match(
        /^It's dangerous to inject network chaos on a pod\(kube-system\/kube-proxy-/,
      );
    });
  });

  it('count a pod that is gone as recovered', async () => {
    await inLab({}, async (lab) => {
      const pods = await deployWeb(lab);
      const names = pods.map(({ metadata }) => metadata.name);
      const selector = { namespaces: ['default'], pods: { default: names.slice(0, 2) } };
      const spec = {
        action: 'partition',
        direction: 'to',
        mode: 'all',
        selector,
        externalTargets: ['10.0.0.1'],
        duration: '60s',
      };
      const object = {
        apiVersion: 'chaos-mesh.org/v1alpha1',
        kind: 'NetworkChaos',
        metadata: { name: 'l', namespace: 'default' },
      };
      await create(lab, `${group}/default/networkchaos`, { ...object, spec });
      await lab.run(10);
      await remove(lab, `/api/v1/namespaces/default/pods/${names[0] ?? ''}`);
      await lab.run(70);
      expect(tale(lab, 'networkchaos', 'l').at(-1)).to.equal('MODIFIED kept Stop [AllRecovered+Selected] Not Injected');
    });
  });
});
