import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Ajv, type ValidateFunction } from 'ajv';
import { expect } from 'chai';
import { parse } from 'yaml';
import { generatedFiles } from '../../scripts/generated-files.ts';
import { findScenario, listScenarios, readText } from '../../src/scenario/find.ts';
import {
  type JsonSchema,
  scenarioJsonSchema,
  settingsJsonSchema,
  suiteJsonSchema,
} from '../../src/scenario/json-schema.ts';
import { bindScenario } from '../../src/scenario/bind.ts';
import { loadScenario } from '../../src/scenario/load.ts';
import { registries } from '../../src/scenario/registries.ts';
import { loadSuite } from '../../src/scenario/suite.ts';
import { fixtureRegistries, goodText } from './registries.fixture.ts';

const root = join(import.meta.dirname, '..', '..');
const scenarios = join(root, 'scenarios');
const compile = (schema: JsonSchema): ValidateFunction => new Ajv({ allErrors: true }).compile(schema);

describe('scenarioJsonSchema', () => {
  const validate = compile(scenarioJsonSchema(fixtureRegistries));
  const accepts = (text: string): boolean => validate(parse(text));

  it('accepts a good scenario', () => {
    expect(accepts(goodText), JSON.stringify(validate.errors)).to.equal(true);
  });

  const rows: readonly (readonly [string, string, string])[] = [
    ['an unknown key', 'workload: web', 'worklod: web'],
    ['an unknown fault', 'type: zone-partition', 'type: zone-cut'],
    ['a parameter of another fault', '{ zone: az-a }', '{ zone: az-a, node: any }'],
    ['a missing parameter', '      with: { zone: az-a }\n', ''],
    ['a missing unit', 'for: 1m30s', 'for: 90'],
    ['an unknown indicator', 'sli: api.recovery', 'sli: api.recover'],
    ['an objective without a comparison', '"<= 60s"', '60s'],
    ['an abort rule without a duration', '50% for 30s', '50%'],
    ['a weight of nothing', 'weight: 3', 'weight: 0'],
  ];
  for (const [what, from, to] of rows) {
    it(`refuses ${what}`, () => {
      expect(goodText).to.contain(from);
      expect(accepts(goodText.replace(from, to))).to.equal(false);
    });
  }
});

describe('the generated files', () => {
  for (const [file, content] of Object.entries(generatedFiles())) {
    it(`${file} is what \`npm run generate\` writes`, async () => {
      expect(await readFile(join(root, file), 'utf8')).to.equal(content);
    });
  }
});

describe('the shipped scenarios', () => {
  const validScenario = compile(scenarioJsonSchema(registries));
  const validSuite = compile(suiteJsonSchema());

  it('load, bind, are named after their files and fit the JSON Schema', async () => {
    const listed = await listScenarios(scenarios);
    expect(listed.map(({ name }) => name)).to.include.members(['az-failure', 'apiserver-kill', 'etcd-member-loss']);
    for (const { name, file, kind } of listed) {
      const text = await readText(file);
      const valid = kind === 'Suite' ? validSuite : validScenario;
      expect(valid(parse(text)), `${name}: ${JSON.stringify(valid.errors)}`).to.equal(true);
      if (kind === 'Suite') {
        const suite = loadSuite({ file, text });
        expect(suite.name).to.equal(name);
        for (const entry of suite.scenarios) await findScenario(entry.name, [scenarios]);
        continue;
      }
      const scenario = loadScenario({ file, text }, registries);
      expect(scenario.name).to.equal(name);
      expect(bindScenario(scenario, registries).faults).to.have.lengthOf(scenario.faults.length);
    }
  });

  it('measure a baseline long enough for a P99 at 10 Hz', async () => {
    for (const { file, kind } of await listScenarios(scenarios)) {
      if (kind === 'Suite') continue;
      // Below 368 samples the upper bound of a P99 is not finite (0.99^n <= 0.025).
      expect(loadScenario({ file, text: await readText(file) }, registries).timeline.baselineMs / 100).to.be.at.least(
        368,
      );
    }
  });
});

describe('settingsJsonSchema', () => {
  it('accepts an empty file and refuses an unknown key', () => {
    const validate = compile(settingsJsonSchema());
    expect(validate({})).to.equal(true);
    expect(validate({ kinds: {} })).to.equal(false);
  });
});
