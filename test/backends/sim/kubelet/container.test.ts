import { expect } from 'chai';
import type { Pod } from '../../../../src/backends/sim/objects.ts';
import { create, deployWeb, inLab, type Lab } from '../lab.ts';

/** Instants at which a pod's container was seen running anew, in s since the first. */
function starts({ history }: Lab, name: string): readonly number[] {
  const seen = new Map<number, number>();
  for (const { resource, object, at } of history) {
    const pod = object as Pod;
    if (resource !== 'pods' || pod.metadata.name !== name) continue;
    const [status] = pod.status?.containerStatuses ?? [];
    if (status?.state.running === undefined || seen.has(status.restartCount)) continue;
    seen.set(status.restartCount, at);
  }
  const instants = [...seen.values()];
  return instants.map((at) => (at - (instants[0] ?? 0)) / 1000);
}

function killWhenRunning(lab: Lab, name: string): void {
  for (const node of lab.world.nodes.values()) {
    for (const container of node.runtime.containers()) if (container.pod === name) container.process.exit(137);
  }
}

const bare = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'bare', namespace: 'default' },
  spec: { containers: [{ name: 'c', image: 'c:1', ports: [{ containerPort: 80 }] }] },
};

describe('a container', function () {
  this.timeout(30_000);

  it('that ends is started at once, then 10 s later, then 20 s', async () => {
    await inLab({}, async (lab) => {
      await create(lab, '/api/v1/namespaces/default/pods', bare);
      await lab.run(5);
      for (let i = 0; i < 60; i += 1) {
        killWhenRunning(lab, 'bare');
        await lab.run(1);
      }
      const [, first = 0, second = 0, third = 0] = starts(lab, 'bare');
      expect(second - first).to.be.within(10, 13);
      expect(third - second).to.be.within(20, 23);
    });
  });

  it('is restarted when its liveness probe has failed as often as its threshold says', async () => {
    await inLab({}, async (lab) => {
      const livenessProbe = { httpGet: { path: '/', port: 81 }, periodSeconds: 2, failureThreshold: 3 };
      const container = { ...bare.spec.containers[0], livenessProbe };
      const spec = { containers: [container], terminationGracePeriodSeconds: 1 };
      await create(lab, '/api/v1/namespaces/default/pods', { ...bare, spec });
      await lab.run(15);
      const [, first] = starts(lab, 'bare');
      expect(first).to.be.within(4, 9);
    });
  });

  it('whose machine is cut off from nobody is Ready within a second or two of its start', async () => {
    await inLab({}, async (lab) => {
      const pods = await deployWeb(lab);
      expect(pods).to.have.length(6);
      const zones = pods.map(({ spec }) => lab.world.nodes.get(spec.nodeName ?? '')?.zone).sort();
      expect(zones).to.deep.equal(['az-a', 'az-a', 'az-b', 'az-b', 'az-c', 'az-c']);
      expect(new Set(pods.map(({ status }) => status?.podIP)).size).to.equal(6);
    });
  });
});
