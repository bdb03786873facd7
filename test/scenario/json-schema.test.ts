import { Ajv, type ValidateFunction } from 'ajv';
import { expect } from 'chai';
import { parse } from 'yaml';
import { type JsonSchema, scenarioJsonSchema, settingsJsonSchema } from '../../src/scenario/json-schema.ts';
import { fixtureRegistries, goodText } from './registries.fixture.ts';

const compile = (schema: JsonSchema): ValidateFunction =>
  new Ajv({ allErrors: true, allowUnionTypes: true }).compile(schema);

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

describe('settingsJsonSchema', () => {
  it('accepts an empty file and refuses an unknown key', () => {
    const validate = compile(settingsJsonSchema());
    expect(validate({})).to.equal(true);
    expect(validate({ kinds: {} })).to.equal(false);
  });
});
