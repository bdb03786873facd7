import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { expect } from 'chai';
import { runSchema } from '../../src/core/report-schema.ts';
import type { RunReport } from '../../src/core/report.ts';
import { assembleReport } from '../../src/judge/judge.ts';
import { runJson } from '../../src/reporters/run-json.ts';
import { runJsonSchema } from '../../src/scenario/json-schema.ts';
import { objectiveOf, recordOf, scenarioOf, wholeTimeline } from '../support/run-builder.ts';
import { emptyRun, sampleRun } from '../support/sample-report.ts';

const timeline = wholeTimeline([[31_000, 80_000]]);
const assembled = (slos = scenarioOf().slos): RunReport =>
  assembleReport({
    record: recordOf(timeline),
    scenario: scenarioOf({ slos }),
    backend: { name: 'kind', simulated: false },
    command: 'npm run chaos -- cut',
    harnessVersion: '0.1.0',
    nodeVersion: 'v20.20.0',
  });
/** As run.json holds it. */
const saved = (report: RunReport): unknown => JSON.parse(runJson.render(report, timeline));
const reports: Readonly<Record<string, RunReport>> = {
  sample: sampleRun().report,
  empty: emptyRun().report,
  assembled: assembled(),
  'with every kind of objective': assembled([
    objectiveOf('api.recovery', 5000, { critical: true }),
    objectiveOf('api.availability', 0.5, {
      comparison: '>=',
      limit: 0.1,
      streams: ['lb *'],
      aggregate: 'worst',
      warn: 0.99,
      profile: 'p',
    }),
    objectiveOf('etcd.leaderless', 1000, { limit: Number.NaN }),
  ]),
};

describe('the JSON Schema of run.json', () => {
  const ajv = new Ajv({
    allErrors: true,
    allowUnionTypes: true,
    formats: { 'date-time': /^\d{4}-\d\d-\d\dT[\d:.]+Z$/ },
  });
  const valid = ajv.compile(runJsonSchema());

  for (const [name, report] of Object.entries(reports)) {
    it(`accepts the ${name} run`, () => {
      expect(valid(saved(report)), JSON.stringify(valid.errors)).to.equal(true);
    });

    it(`knows every key of the ${name} run`, () => {
      // What a schema does not know is left out by its parser.
      expect(runSchema.parse(saved(report))).to.deep.equal(saved(report));
    });
  }

  it('refuses a run without a verdict, a score above 100, or another version', () => {
    const data = saved(reports['sample']!) as Record<string, unknown>;
    const without = Object.fromEntries(Object.entries(data).filter(([key]) => key !== 'verdict'));
    for (const wrong of [
      without,
      { ...data, score: 101 },
      { ...data, schema: 'aftershock/run/v0' },
      { ...data, reasons: [] },
    ]) {
      expect(valid(wrong)).to.equal(false);
    }
  });

  it('is the published one', async () => {
    const file = await readFile(join(import.meta.dirname, '../../schema/run.schema.json'), 'utf8');
    expect(JSON.parse(file)).to.deep.equal(JSON.parse(JSON.stringify(runJsonSchema())));
  });
});
