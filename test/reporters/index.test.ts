import { expect } from 'chai';
import { reporters } from '../../src/reporters/index.ts';
import { bytesOf } from '../support/bytes-of.ts';
import { emptyRun, sampleRun } from '../support/sample-report.ts';

describe('reporters', () => {
  it('write run.json first, and each its own file', () => {
    const files = reporters.all.map(({ file }) => file);
    expect(files[0]).to.equal('run.json');
    expect(new Set(files).size).to.equal(files.length);
    expect(files).to.have.members([
      'run.json',
      'summary.md',
      'junit.xml',
      'timeline.ndjson.gz',
      'plan.yaml',
      'metrics.txt',
      'openslo.yaml',
      'latency.hlog',
      'badge.svg',
      'report.html',
    ]);
  });

  for (const reporter of reporters.all) {
    it(`give the same bytes of the same run: ${reporter.name}`, async () => {
      const { report, timeline } = sampleRun();
      const once = await bytesOf(reporter.render(report, timeline));
      expect(once.equals(await bytesOf(reporter.render(report, timeline)))).to.equal(true);
    });

    it(`render a run of which nothing was seen: ${reporter.name}`, async () => {
      const { report, timeline } = emptyRun();
      expect((await bytesOf(reporter.render(report, timeline))).length).to.be.greaterThan(0);
    });
  }

  it('say SIMULATED of a rehearsal in every text', () => {
    const { report, timeline } = sampleRun();
    for (const { file, render } of reporters.all) {
      const text = render({ ...report, simulated: true }, timeline);
      if (typeof text === 'string')
        expect(text, file).to.match(/SIMULATED|simulated"?[:=] ?"?true|name="simulated" value="true"/);
    }
  });
});
