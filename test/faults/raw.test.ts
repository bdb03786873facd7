import { expect } from 'chai';
import { faults } from '../../src/faults/index.ts';
import { chaosOf, planOf } from './plans.ts';

const apiVersion = 'chaos-mesh.org/v1alpha1';
const kill = {
  action: 'pod-kill',
  mode: 'one',
  selector: { namespaces: ['aftershock'], labelSelectors: { app: 'web' } },
};
const object = { apiVersion, kind: 'PodChaos', metadata: { name: 'mine', labels: { team: 'a' } }, spec: kill };
const issues = (given: object): readonly string[] =>
  faults
    .get('raw')
    .params.safeParse({ object: given })
    .error?.issues.map(({ path, message }) => `${path.join('.')} ${message}`) ?? [];

describe('raw', () => {
  it('applies the spec as it is written, in the run’s namespace, under its name and with its labels', () => {
    const action = chaosOf(planOf('raw', { object }));
    expect(action.object.spec).to.deep.equal(kill);
    expect(action.object.metadata).to.deep.equal({
      name: 'as-1234abcd-0',
      namespace: 'aftershock-run-1234abcd',
      labels: { team: 'a', 'app.kubernetes.io/managed-by': 'aftershock', 'aftershock.dev/run': '1234abcd' },
    });
    expect(action.targets).to.equal(undefined);
    expect(action.proof).to.deep.equal({ kind: 'own-word' });
  });

  it('needs its kind', () => {
    expect(faults.get('raw').bind({ object }).needs).to.deep.equal(['PodChaos']);
  });

  it('needs what its kind needs of the kernel', () => {
    const { selector } = kill;
    const delay = { action: 'delay', mode: 'all', selector, delay: { latency: '1s' }, duration: '30s' };
    const given = { ...object, kind: 'NetworkChaos', spec: delay };
    expect(faults.get('raw').bind({ object: given }).needs).to.deep.equal(['NetworkChaos', 'sch_netem']);
  });

  it('takes Schedules and Workflows', () => {
    const schedule = {
      apiVersion,
      kind: 'Schedule',
      metadata: { name: 's' },
      spec: { schedule: '@every 20s', type: 'PodChaos', historyLimit: 3, concurrencyPolicy: 'Forbid', podChaos: kill },
    };
    expect(issues(schedule)).to.deep.equal([]);
    expect(chaosOf(planOf('raw', { object: schedule })).object.kind).to.equal('Schedule');
  });

  it('refuses at load what a cluster refuses, and what it accepts though it never works', () => {
    expect(issues({ ...object, spec: { ...kill, action: 'pod-kil' } })[0]).to.match(
      /^object\.spec\.action .*Did you mean "pod-kill"/,
    );
    const hung = { ...object, kind: 'NetworkChaos', spec: { action: 'delay', mode: 'all', selector: kill.selector } };
    expect(issues(hung)).to.not.deep.equal([]);
    const check = {
      apiVersion,
      kind: 'StatusCheck',
      metadata: { name: 'c' },
      spec: { type: 'HTTP', http: { url: 'http://a', criteria: { statusCode: '200' } } },
    };
    expect(issues(check)).to.deep.equal(['object.kind StatusCheck breaks nothing by itself']);
  });
});
