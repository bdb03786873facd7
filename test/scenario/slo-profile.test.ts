import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { expect } from 'chai';
import { parse } from 'yaml';
import { HarnessError } from '../../src/core/errors.ts';
import type { Scenario } from '../../src/core/scenario.ts';
import { readText } from '../../src/scenario/find.ts';
import { sloProfileJsonSchema } from '../../src/scenario/json-schema.ts';
import { loadScenario } from '../../src/scenario/load.ts';
import { registries } from '../../src/scenario/registries.ts';
import { loadSloProfile } from '../../src/scenario/slo-profile.ts';
import { linesOf } from './loading.fixture.ts';
import { fixtureRegistries, goodText } from './registries.fixture.ts';

const text = `apiVersion: aftershock/v1
kind: SloProfile
metadata: { name: strict, title: Strict }
spec:
  slos:
    - { sli: api.recovery, objective: "<= 10s", critical: true, warn: 5s }
    - { sli: etcd.leaderChanges, objective: "<= 3", warn: 1 }
    - { sli: api.availability, objective: ">= 99%", streams: ["lb write *"], aggregate: worst, weight: 2 }
`;
const strict = loadSloProfile({ file: 'slos/strict.yaml', text }, fixtureRegistries.indicators);
const extending = (refs: string): Scenario =>
  loadScenario(
    { file: 'az.yaml', text: goodText.replace('  slos:\n', `  sloProfiles: ${refs}\n  slos:\n`) },
    fixtureRegistries,
    new Map([['strict', strict]]),
  );

describe('loadSloProfile', () => {
  it('reads objectives in base units', () => {
    expect(strict.title).to.equal('Strict');
    expect(strict.slos[0]).to.deep.include({
      sli: 'api.recovery',
      bound: 10_000,
      critical: true,
      warn: 5000,
      profile: 'strict',
    });
    expect(strict.slos[2]).to.deep.include({ streams: ['lb write *'], aggregate: 'worst', weight: 2 });
    expect(strict.slos[1]).to.not.have.property('critical');
  });

  it('names every mistake', () => {
    const wrong = text
      .replace('warn: 5s', 'warn: 20s')
      .replace('"<= 3", warn: 1', '"<= 3s"')
      .replace('streams: ["lb write *"], ', '');
    expect(linesOf(() => loadSloProfile({ file: 's.yaml', text: wrong }, fixtureRegistries.indicators))).to.deep.equal([
      's.yaml:6:71 spec.slos[0].warn: "20s" is not better than the objective. Give a value below the objective: a miss says more than a warning.',
      's.yaml:7:45 spec.slos[1].objective: "3s" is no count. etcd.leaderChanges is a count: write it like 3.',
      's.yaml:8:64 spec.slos[2].aggregate: has no streams to take together. Name them: streams: ["lb write *"].',
    ]);
  });
});

describe('a scenario that extends a profile', () => {
  it('has its objectives, and its own in place of those of the same indicator', () => {
    const { slos } = extending('[strict]');
    expect(slos.map(({ sli, text: bound, profile }) => [sli, bound, profile])).to.deep.equal([
      ['etcd.leaderChanges', '<= 3', 'strict'],
      ['api.recovery', '<= 60s', undefined],
      ['api.availability', '>= 99%', undefined],
    ]);
  });

  it('leaves out what it does not put to the test', () => {
    const { slos } = extending('[{ name: strict, without: [etcd.leaderChanges] }]');
    expect(slos.map(({ sli }) => sli)).to.deep.equal(['api.recovery', 'api.availability']);
  });

  it('is told of a profile or an objective that there is not', () => {
    expect(linesOf(() => extending('[strikt]'))[0]).to.contain(
      'there is no SLO profile "strikt". Did you mean "strict"?',
    );
    expect(linesOf(() => extending('[{ name: strict, without: [etcd.leaderChange] }]'))[0]).to.contain(
      'strict has no objective for "etcd.leaderChange". Did you mean "etcd.leaderChanges"?',
    );
  });
});

describe('the shipped profiles', () => {
  const root = join(import.meta.dirname, '..', '..', 'slos');
  const valid = new Ajv({ allowUnionTypes: true }).compile(sloProfileJsonSchema(registries));

  it('load, are named after their files and fit the JSON Schema', async () => {
    const files = await readdir(root);
    expect(files).to.include.members(['kubernetes.yaml', 'production.yaml']);
    for (const name of files) {
      const body = await readText(join(root, name));
      expect(valid(parse(body)), `${name}: ${JSON.stringify(valid.errors)}`).to.equal(true);
      expect(loadSloProfile({ file: name, text: body }, registries.indicators).name).to.equal(
        name.replace('.yaml', ''),
      );
    }
  });

  it('are refused when an indicator is not known', () => {
    const act = (): unknown =>
      loadSloProfile({ file: 'x', text: text.replace('api.recovery', 'api.recover') }, registries.indicators);
    expect(act).to.throw(HarnessError, 'there is no indicator "api.recover"');
  });
});
