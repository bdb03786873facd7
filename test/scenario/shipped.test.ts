import { join } from 'node:path';
import { Ajv } from 'ajv';
import { expect } from 'chai';
import { parse } from 'yaml';
import { bindScenario } from '../../src/scenario/bind.ts';
import { findScenario, listScenarios, readText } from '../../src/scenario/find.ts';
import { scenarioJsonSchema, suiteJsonSchema } from '../../src/scenario/json-schema.ts';
import { loadScenario } from '../../src/scenario/load.ts';
import { registries } from '../../src/scenario/registries.ts';
import { loadSuite } from '../../src/scenario/suite.ts';

const root = join(import.meta.dirname, '..', '..');
const scenarios = join(root, 'scenarios');

describe('the shipped scenarios', () => {
  const validScenario = new Ajv({ allowUnionTypes: true }).compile(scenarioJsonSchema(registries));
  const validSuite = new Ajv({ allowUnionTypes: true }).compile(suiteJsonSchema());

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
