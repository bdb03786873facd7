import { expect } from 'chai';
import {
  all,
  check,
  experiment,
  fixed,
  findingText,
  goDuration,
  networkChaos,
  one,
  parallel,
  percent,
  podChaos,
  podsLabelled,
  podsNamed,
  repeated,
  serial,
  suspend,
  upToPercent,
  validateManifest,
  workflow,
} from '../src/index.ts';

const web = podsLabelled('app', { app: 'web' });
const place = { name: 'x', namespace: 'app' };
const kill = podChaos({ ...place, spec: { action: 'pod-kill', ...one(web) } });
const loss = networkChaos({ ...place, spec: { action: 'loss', ...all(web), duration: '1m', loss: { loss: '30' } } });

function expectSound(object: unknown): void {
  expect(validateManifest(object, { strict: true }).errors.map(findingText)).to.deep.equal([]);
}

describe('builders', () => {
  it('make the object that kubectl takes', () => {
    expect(kill).to.deep.equal({
      apiVersion: 'chaos-mesh.org/v1alpha1',
      kind: 'PodChaos',
      metadata: { name: 'x', namespace: 'app' },
      spec: {
        action: 'pod-kill',
        mode: 'one',
        selector: { namespaces: ['app'], labelSelectors: { app: 'web' } },
      },
    });
    expectSound(kill);
  });

  it('keep labels and annotations apart from the spec', () => {
    const object = podChaos({ ...place, labels: { a: 'b' }, annotations: { c: 'd' }, spec: kill.spec });
    expect(object.metadata).to.deep.equal({ ...place, labels: { a: 'b' }, annotations: { c: 'd' } });
  });

  it('write numbers of pods as the API wants them', () => {
    expect(fixed(2, web)).to.deep.equal({ mode: 'fixed', value: '2', selector: web });
    expect(percent(50, web)).to.deep.equal({ mode: 'fixed-percent', value: '50', selector: web });
    expect(upToPercent(5, podsNamed('app', 'a', 'b'))).to.deep.equal({
      mode: 'random-max-percent',
      value: '5',
      selector: { pods: { app: ['a', 'b'] } },
    });
  });

  it('refuse numbers of pods that the API refuses', () => {
    expect(() => fixed(0, web)).to.throw(RangeError, 'count is 0: give a whole number from 1 up');
    expect(() => percent(101, web)).to.throw(RangeError, 'percent is 101: give a whole number from 1 to 100');
    expect(() => upToPercent(0.5, web)).to.throw(RangeError);
  });
});

describe('repeated', () => {
  const recurrence = { schedule: '@every 5m', historyLimit: 3, concurrencyPolicy: 'Forbid' } as const;

  it('makes a Schedule of an experiment', () => {
    const object = repeated(loss, recurrence);
    expect(object.metadata).to.deep.equal(place);
    expect(object.spec).to.deep.equal({ ...recurrence, type: 'NetworkChaos', networkChaos: loss.spec });
    expectSound(object);
  });

  it('makes a Schedule of a workflow', () => {
    const flow = workflow({ ...place, entry: suspend('rest', '10s') });
    const object = repeated(flow, recurrence);
    expect(object.spec).to.deep.equal({ ...recurrence, type: 'Workflow', workflow: flow.spec });
    expectSound(object);
  });
});

describe('workflow', () => {
  it('lays steps out as templates, each before those inside it', () => {
    const rest = suspend('rest', goDuration(30_000));
    const inner = parallel('inner', [experiment('kill', kill, '1m'), rest]);
    const object = workflow({ ...place, entry: serial('all', [inner, experiment('loss', loss, '1m'), rest], '5m') });
    expect(object.spec.entry).to.equal('all');
    expect(object.spec.templates.map(({ name, templateType }) => `${templateType} ${name}`)).to.deep.equal([
      ...['Serial all', 'Parallel inner', 'PodChaos kill', 'Suspend rest', 'NetworkChaos loss'],
    ]);
    expect(object.spec.templates[0]).to.deep.equal({
      name: 'all',
      templateType: 'Serial',
      deadline: '5m',
      children: ['inner', 'loss', 'rest'],
    });
    expectSound(object);
  });

  it('puts the deadline in the place of the duration', () => {
    expect(experiment('loss', loss, '2m').template).to.deep.equal({
      name: 'loss',
      templateType: 'NetworkChaos',
      deadline: '2m',
      networkChaos: { action: 'loss', mode: 'all', selector: web, loss: { loss: '30' } },
    });
  });

  it('refuses two steps of one name', () => {
    const entry = serial('all', [suspend('rest', '1s'), suspend('rest', '2s')]);
    expect(() => workflow({ ...place, entry })).to.throw(RangeError, 'two steps are called "rest"');
  });

  it('holds checks', () => {
    const http = { url: 'http://web.app.svc/health', criteria: { statusCode: '200' } };
    const entry = check('healthy', { type: 'HTTP', http }, { abort: true });
    expectSound(workflow({ ...place, annotations: { team: 'a' }, entry }));
  });
});
