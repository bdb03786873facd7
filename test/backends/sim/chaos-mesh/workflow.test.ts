import { expect } from 'chai';
import { holds, type Workflow, type WorkflowNode } from '../../../../src/backends/sim/chaos-mesh/workflow/workflow.ts';
import { create, deployWeb, inLab, type Lab } from '../lab.ts';

const path = '/apis/chaos-mesh.org/v1alpha1/namespaces/default/workflows';
const selector = { selector: { namespaces: ['default'], labelSelectors: { app: 'web' } }, mode: 'one' };

async function workflow(lab: Lab, entry: string, templates: readonly object[]): Promise<void> {
  const metadata = { name: 'wf', namespace: 'default' };
  await create(lab, path, {
    apiVersion: 'chaos-mesh.org/v1alpha1',
    kind: 'Workflow',
    metadata,
    spec: { entry, templates },
  });
}

function stored({ world }: Lab): Workflow | undefined {
  return world.store.get('workflows.chaos-mesh.org', 'default/wf') as Workflow | undefined;
}

/** The only node of a template. */
function node({ world }: Lab, template: string): WorkflowNode {
  const all = world.store.list('workflownodes.chaos-mesh.org', 'default') as readonly WorkflowNode[];
  const found = all.find(({ spec }) => spec.templateName === template);
  if (found === undefined) throw new Error(`there is no node of ${template}`);
  return found;
}

/** When something of a kind came and went, in seconds since `from`, by the beginning of its name. */
function lives({ history }: Lab, resource: string, from: number): Readonly<Record<string, readonly number[]>> {
  const found: Record<string, number[]> = {};
  for (const { type, resource: of, key, at } of history) {
    if (of !== `${resource}.chaos-mesh.org` || type === 'MODIFIED') continue;
    const name = key.split('/')[1]?.split('-')[0] ?? '';
    found[name] = [...(found[name] ?? []), Math.round(at / 1000 - from)];
  }
  return found;
}

describe('Workflow', function () {
  this.timeout(30_000);

  it('takes its children one after the other, each until its deadline, and is accomplished then', async () => {
    await inLab({}, async (lab) => {
      await deployWeb(lab);
      const from = Math.round(lab.clock.now() / 1000);
      await workflow(lab, 'all', [
        { name: 'all', templateType: 'Serial', deadline: '5m', children: ['fail', 'rest', 'slow'] },
        { name: 'fail', templateType: 'PodChaos', deadline: '10s', podChaos: { action: 'pod-failure', ...selector } },
        { name: 'rest', templateType: 'Suspend', deadline: '5s' },
        { name: 'slow', templateType: 'TimeChaos', deadline: '8s', timeChaos: { timeOffset: '-1h', ...selector } },
      ]);
      await lab.run(15);
      expect(lives(lab, 'podchaos', from)['fail']?.[0]).to.equal(0);
      expect(holds(stored(lab)?.status, 'Scheduled')).to.equal(true);
      expect(holds(stored(lab)?.status, 'Accomplished')).to.equal(false);
      await lab.run(20);
      const [, failGoneAt] = lives(lab, 'podchaos', from)['fail'] ?? [];
      expect(failGoneAt).to.be.within(10, 13);
      const [beganAt = 0, goneAt = 0] = lives(lab, 'timechaos', from)['slow'] ?? [];
      expect(beganAt).to.be.within(15, 17);
      expect(goneAt).to.be.within(beganAt + 8, beganAt + 11);
      expect(holds(stored(lab)?.status, 'Accomplished')).to.equal(true);
      expect(stored(lab)?.status?.endTime).to.be.a('string');
      expect(node(lab, 'all').status).to.have.property('finishedChildren').with.length(3);
      const failed = node(lab, 'fail');
      expect(failed.status)
        .to.have.property('conditions')
        .that.deep.includes({ type: 'DeadlineExceed', status: 'True', reason: 'NodeDeadlineExceed' });
      expect(failed.metadata.labels).to.include({ 'chaos-mesh.org/workflow': 'wf' });
      await lab.harness.client.remove(`${path}/wf`, { signal: lab.signal });
      await lab.run(5);
      expect(lab.world.store.list('workflownodes.chaos-mesh.org', 'default')).to.deep.equal([]);
    });
  });

  it('begins the children of a parallel template together, and stops all when its parent’s time is up', async () => {
    await inLab({}, async (lab) => {
      await deployWeb(lab);
      const from = Math.round(lab.clock.now() / 1000);
      await workflow(lab, 'both', [
        { name: 'both', templateType: 'Parallel', deadline: '10s', children: ['fail', 'slow'] },
        { name: 'fail', templateType: 'PodChaos', podChaos: { action: 'pod-failure', ...selector } },
        { name: 'slow', templateType: 'TimeChaos', timeChaos: { timeOffset: '-1h', ...selector } },
      ]);
      await lab.run(20);
      for (const [resource, name] of [
        ['podchaos', 'fail'],
        ['timechaos', 'slow'],
      ] as const) {
        const [beganAt = -1, goneAt = -1] = lives(lab, resource, from)[name] ?? [];
        expect(beganAt, name).to.equal(0);
        expect(goneAt, name).to.be.within(10, 13);
      }
      expect(holds(stored(lab)?.status, 'Accomplished')).to.equal(true);
    });
  });

  it('refuses what nobody could do here, and says so', async () => {
    await inLab({}, async (lab) => {
      await lab.run(2);
      const tries: readonly (readonly [readonly object[], string])[] = [
        [[{ name: 'all', templateType: 'Task', task: {} }], 'a template of type Task is not simulated'],
        [[{ name: 'all', templateType: 'Suspend' }], 'deadline in template with type Suspend could not be empty'],
        [[{ name: 'other', templateType: 'Suspend', deadline: '1s' }], 'can not find a template with name all'],
      ];
      for (const [templates, words] of tries) {
        const error = await workflow(lab, 'all', templates).catch((caught: unknown) => caught);
        expect(error).to.be.an('error').with.property('message').that.includes(words);
      }
    });
  });
});
