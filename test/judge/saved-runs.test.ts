import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { expect } from 'chai';
import { readReport } from '../../src/cli/reports-folder.ts';
import { readTimeline } from '../../src/cli/timeline-file.ts';
import type { RunReport } from '../../src/core/report.ts';
import type { Timeline } from '../../src/core/timeline.ts';
import { rejudge } from '../../src/judge/rejudge.ts';
import { reporters } from '../../src/reporters/index.ts';
import { runJsonSchema } from '../../src/scenario/json-schema.ts';
import { loadScenario } from '../../src/scenario/load.ts';
import { registries } from '../../src/scenario/registries.ts';
import { declaredFaults } from '../../src/scenario/saved-scenario.ts';
import { bytesOf } from '../support/bytes-of.ts';
import { objectiveOf } from '../support/run-builder.ts';

const root = join(import.meta.dirname, '../fixtures/runs');
const versions = (await readdir(root, { withFileTypes: true }))
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

describe('saved runs', () => {
  it('are there for every version', () => {
    expect(versions).to.include('v1');
  });

  for (const version of versions) {
    describe(`of ${version}`, () => {
      let report: RunReport;
      let timeline: Timeline;
      before(async () => {
        ({ report } = await readReport(join(root, version)));
        timeline = (await readTimeline(join(root, version)))!;
      });
      const judged = (bound?: number): RunReport => {
        const { text, overrides } = report.scenario;
        const own = loadScenario({ file: 'saved.yaml', text, overrides }, registries).slos;
        const slos = bound === undefined ? own : [objectiveOf('api.recovery', bound)];
        return rejudge(report, timeline, { slos, declared: declaredFaults(text, overrides) });
      };

      it('fit the published schema', () => {
        const valid = new Ajv({ allowUnionTypes: true, validateFormats: false }).compile(runJsonSchema());
        expect(valid(report), JSON.stringify(valid.errors)).to.equal(true);
      });

      it('give the same verdict and values by their own objectives', () => {
        const again = judged();
        expect(again.verdict).to.equal(report.verdict).and.to.equal('pass');
        expect(again.slos.map(({ sli, value }) => [sli, value])).to.deep.equal(
          report.slos.map(({ sli, value }) => [sli, value]),
        );
      });

      it('are judged by stricter objectives', () => {
        expect(judged(10_000).verdict).to.equal('fail');
      });

      it('are rendered by every reporter, as they were saved and judged anew', async () => {
        for (const reporter of reporters.all) {
          expect((await bytesOf(reporter.render(report, timeline))).length, reporter.name).to.be.above(0);
          expect((await bytesOf(reporter.render(judged(), timeline))).length, reporter.name).to.be.above(0);
        }
      });
    });
  }
});
