import { expect } from 'chai';
import type { Pod } from '../../../../src/backends/sim/objects.ts';
import { containerIdOf } from '../../../../src/backends/sim/objects.ts';
import { inLab } from '../lab.ts';

describe('buildWorld', () => {
  it('makes a cluster that runs already: no kubelet has anything to say of its pods, whose containers are those that run', async () => {
    await inLab({ overrides: { podsPerNode: 2 } }, async (lab) => {
      const { world } = lab;
      const running = [...world.nodes.values()].flatMap(({ runtime }) => runtime.containers());
      const told = (world.store.list('pods', undefined) as readonly Pod[]).flatMap((pod) =>
        pod.spec.containers.flatMap(({ name }) => containerIdOf(pod, name) ?? []),
      );
      expect(told).to.have.members(running.map(({ id }) => id));
      await lab.run(20);
      expect(lab.history.filter(({ resource }) => resource === 'pods')).to.deep.equal([]);
    });
  });
});
