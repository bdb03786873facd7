import { expect } from 'chai';
import type { Schedule } from '../../../../src/backends/sim/chaos-mesh/schedule/schedule.ts';
import { create, deployWeb, inLab, type Lab } from '../lab.ts';

const path = '/apis/chaos-mesh.org/v1alpha1/namespaces/default/schedules';
const podKill = {
  action: 'pod-kill',
  mode: 'one',
  selector: { namespaces: ['default'], labelSelectors: { app: 'web' } },
};

async function schedule(lab: Lab, spec: object): Promise<void> {
  const object = {
    apiVersion: 'chaos-mesh.org/v1alpha1',
    kind: 'Schedule',
    metadata: { name: 'every', namespace: 'default' },
  };
  await create(lab, path, { ...object, spec });
}

function spawned(
  { history }: Lab,
  resource = 'podchaos',
): readonly { readonly name: string; readonly second: number }[] {
  return history
    .filter((one) => one.type === 'ADDED' && one.resource === `${resource}.chaos-mesh.org`)
    .map(({ key, at }) => ({ name: key.split('/')[1] ?? '', second: Math.round(at / 1000) }));
}

function stored({ world }: Lab): Schedule | undefined {
  return world.store.get('schedules.chaos-mesh.org', 'default/every') as Schedule | undefined;
}

function messages({ world }: Lab, reason: string): readonly string[] {
  return world.store
    .list('events', 'default')
    .filter((event) => event['reason'] === reason)
    .map((event) => String(event['message']));
}

describe('Schedule', function () {
  this.timeout(30_000);

  it('spawns when it is due, keeps as many as its limit says, pauses with them, and takes them along', async () => {
    await inLab({}, async (lab) => {
      await deployWeb(lab);
      const begunAt = Math.round(lab.clock.now() / 1000);
      await schedule(lab, { schedule: '@every 10s', type: 'PodChaos', historyLimit: 2, podChaos: podKill });
      expect(stored(lab)?.spec.concurrencyPolicy).to.equal('Forbid');
      await lab.run(43);
      const made = spawned(lab);
      const seconds = [...new Set(made.map(({ second }) => second - begunAt))];
      expect(seconds).to.deep.equal([10, 20, 30, 40]);
      const kept = lab.world.store.list('podchaos.chaos-mesh.org', 'default').map(({ metadata }) => metadata.name);
      expect(kept).to.have.length(2);
      expect(made.slice(-2).map(({ name }) => name)).to.have.members(kept);
      expect(stored(lab)?.status?.active?.map(({ name }) => name)).to.deep.equal([...kept].sort());
      expect(made[0]?.name).to.match(/^every-[a-z0-9]{5}$/);
      await lab.harness.client.patch(
        `${path}/every`,
        { metadata: { annotations: { 'experiment.chaos-mesh.org/pause': 'true' } } },
        { signal: lab.signal },
      );
      await lab.run(25);
      expect(spawned(lab)).to.have.length(made.length);
      const children = lab.world.store.list('podchaos.chaos-mesh.org', 'default');
      expect(children.map(({ metadata }) => metadata.annotations?.['experiment.chaos-mesh.org/pause'])).to.deep.equal([
        'true',
        'true',
      ]);
      await lab.harness.client.remove(`${path}/every`, { signal: lab.signal });
      await lab.run(10);
      expect(stored(lab)).to.equal(undefined);
      expect(lab.world.store.list('podchaos.chaos-mesh.org', 'default')).to.deep.equal([]);
    });
  });

  it('spawns nothing while what it made still runs', async () => {
    await inLab({}, async (lab) => {
      await deployWeb(lab);
      const podChaos = { ...podKill, action: 'pod-failure', duration: '25s' };
      await schedule(lab, {
        schedule: '@every 10s',
        type: 'PodChaos',
        historyLimit: 5,
        concurrencyPolicy: 'Forbid',
        podChaos,
      });
      await lab.run(33);
      expect(spawned(lab)).to.have.length(1);
      const [name] = spawned(lab).map((one) => one.name);
      expect(messages(lab, 'Forbid')).to.include(`Forbid spawning new job because: ${name ?? ''} is still running`);
    });
  });

  it('is refused in the recorded words', async () => {
    await inLab({}, async (lab) => {
      await lab.run(2);
      const tries: readonly (readonly [object, string])[] = [
        [
          { schedule: 'sometimes', type: 'PodChaos', podChaos: podKill },
          'admission webhook "vschedule.kb.io" denied the request: spec.schedule: Invalid value: "sometimes": parse schedule field error:expected 5 to 6 fields, found 1: [sometimes]',
        ],
        [
          { schedule: '@every 10s', type: 'NetworkChaos', podChaos: podKill },
          'admission webhook "vschedule.kb.io" denied the request: panic: runtime error: invalid memory address or nil pointer dereference [recovered]',
        ],
        [
          { schedule: '@every 10s', type: 'PodChaos', podChaos: { ...podKill, action: 'container-kill' } },
          'admission webhook "vschedule.kb.io" denied the request: Spec.containerNames: Invalid value: null: the name of container is required on container-kill action: invalid value',
        ],
      ];
      for (const [spec, words] of tries) {
        const error = await schedule(lab, spec).catch((caught: unknown) => caught);
        expect(error).to.be.an('error').with.property('message').that.includes(words);
      }
    });
  });
});
