import { expect } from 'chai';
import type { RunReport } from '../../src/core/report.ts';
import { runJson } from '../../src/reporters/run-json.ts';
import { sampleRun } from '../support/sample-report.ts';

describe('runJson', () => {
  const { report, timeline } = sampleRun();

  it('holds the whole report', () => {
    expect(JSON.parse(runJson.render(report, timeline))).to.deep.equal(report);
  });

  it('orders keys the same way however the report was built', () => {
    const backwards = Object.fromEntries(Object.entries(report).toReversed()) as unknown as RunReport;
    expect(runJson.render(backwards, timeline)).to.equal(runJson.render(report, timeline));
  });

  it('begins with the schema and is indented by two spaces', () => {
    expect(runJson.render(report, timeline)).to.match(/^\{\n {2}"schema": "aftershock\/run\/v1",\n {2}"id": "7k2m",\n/);
  });
});
