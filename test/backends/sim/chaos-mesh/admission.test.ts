import { expect } from 'chai';
import { review } from '../../../../src/backends/sim/chaos-mesh/admission.ts';
import type { Experiment } from '../../../../src/backends/sim/chaos-mesh/experiment.ts';
import { create, inLab } from '../lab.ts';

const selector = { namespaces: ['demo'], labelSelectors: { app: 'web' } };

function experiment(spec: object, kind = 'PodChaos'): Experiment {
  const metadata = { name: 'x', namespace: 'demo', uid: 'u', resourceVersion: '1' };
  return { apiVersion: 'chaos-mesh.org/v1alpha1', kind, metadata, spec: spec as Experiment['spec'] };
}

function denied(spec: object, kind?: string): string | undefined {
  const answer = review({ operation: 'CREATE', object: experiment(spec, kind), old: undefined });
  return 'denied' in answer ? answer.denied : undefined;
}

describe('review', () => {
  it('refuses in the words that were recorded', () => {
    expect(denied({ action: 'container-kill', mode: 'one', selector })).to.equal(
      'Spec.containerNames: Invalid value: null: the name of container is required on container-kill action: invalid value',
    );
    expect(denied({ action: 'pod-kill', mode: 'fixed', selector })).to.equal(
      '[Spec.ContainerSelector.value: Invalid value: "": parse value field error:strconv.Atoi: parsing "": invalid syntax, ' +
        'Spec.ContainerSelector.PodSelector.value: Invalid value: "": parse value field error:strconv.Atoi: parsing "": invalid syntax]',
    );
    expect(denied({ action: 'pod-kill', mode: 'fixed-percent', value: '150', selector })).to.equal(
      '[Spec.ContainerSelector.value: Invalid value: "150": value of 150 is invalid, Must be (0,100] with mode:fixed-percent, ' +
        'Spec.ContainerSelector.PodSelector.value: Invalid value: "150": value of 150 is invalid, Must be (0,100] with mode:fixed-percent]',
    );
    expect(denied({ action: 'pod-failure', mode: 'one', duration: '5 minutes', selector })).to.equal(
      'Spec.Duration: Invalid value: "5 minutes": parse duration field error: time: unknown unit " minutes" in duration "5 minutes"',
    );
  });

  it('fills in what is absent: the selector’s namespace, the direction and the status', () => {
    const answer = review({
      operation: 'CREATE',
      object: experiment({ action: 'partition', mode: 'all' }, 'NetworkChaos'),
      old: undefined,
    });
    expect(answer).to.have.property('object');
    const { spec, status } = (answer as { object: Experiment }).object;
    expect(spec).to.deep.equal({
      action: 'partition',
      mode: 'all',
      selector: { namespaces: ['demo'] },
      direction: 'to',
    });
    expect(status).to.deep.equal({ experiment: {} });
  });

  it('lets a spec never change, and all else', () => {
    const old = experiment({ action: 'pod-kill', mode: 'one', selector });
    const other = experiment({ action: 'pod-kill', mode: 'all', selector });
    expect(review({ operation: 'UPDATE', object: other, old })).to.deep.equal({ denied: 'Cannot update chaos spec' });
    const labelled = { ...old, metadata: { ...old.metadata, labels: { a: 'b' } } };
    expect(review({ operation: 'UPDATE', object: labelled, old })).to.deep.equal({ object: labelled });
  });
});

describe('Chaos Mesh’s webhooks', function () {
  this.timeout(30_000);

  it('are asked by the apiserver, and nothing is stored while nobody answers', async () => {
    await inLab({ overrides: { chaosMesh: { replicas: 1 } } }, async (lab) => {
      await lab.run(3);
      const path = '/apis/chaos-mesh.org/v1alpha1/namespaces/default/podchaos';
      const spec = { action: 'container-kill', mode: 'one', selector: { namespaces: ['default'] } };
      const object = { ...experiment(spec), metadata: { name: 'x', namespace: 'default' } };
      const refusal = async (): Promise<string> => {
        try {
          await create(lab, path, object);
          return 'stored';
        } catch (error) {
          return error instanceof Error ? error.message : String(error);
        }
      };
      expect(await refusal()).to.contain('admission webhook "vpodchaos.kb.io" denied the request: Spec.containerNames');
      for (const { runtime } of lab.world.nodes.values()) {
        for (const { name, process } of runtime.containers()) if (name === 'chaos-mesh') process.exit(137);
      }
      expect(await refusal()).to.match(
        /failed calling webhook "mpodchaos\.kb\.io": failed to call webhook: Post "https:.*connect: connection refused/,
      );
    });
  });
});
