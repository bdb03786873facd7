import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { addStepSummary, annotate } from '../../src/cli/ci.ts';
import type { Output } from '../../src/cli/output.ts';
import { sampleRun } from '../support/sample-report.ts';

const printed: string[] = [];
const output: Output = {
  json: false,
  progress: 'none',
  width: 80,
  height: 40,
  say: (text) => void printed.push(text),
  event: () => undefined,
  print: (text) => void printed.push(text),
  error: () => undefined,
  style: (_, text) => text,
};
const { report } = sampleRun();

describe('on a CI server', () => {
  let dir = '';
  beforeEach(async () => {
    printed.length = 0;
    dir = await mkdtemp(join(tmpdir(), 'aftershock-ci-'));
  });
  afterEach(() => rm(dir, { recursive: true, force: true }));

  it('the step summary is appended to', async () => {
    const file = join(dir, 'summary.md');
    const env = { CI: 'true', GITHUB_STEP_SUMMARY: file };
    await addStepSummary('# one', output, env);
    await addStepSummary('# two', output, env);
    expect(await readFile(file, 'utf8')).to.equal('# one\n# two\n');
    await addStepSummary('# three', output, { GITHUB_STEP_SUMMARY: file });
    await addStepSummary('# four', output, { CI: 'false', GITHUB_STEP_SUMMARY: file });
    expect(await readFile(file, 'utf8')).to.equal('# one\n# two\n');
  });

  it('a full summary, or one that cannot be written, costs nothing but a word', async () => {
    const file = join(dir, 'summary.md');
    await writeFile(file, 'x'.repeat(1024 * 1024 - 3));
    await addStepSummary('# one', output, { CI: 'true', GITHUB_STEP_SUMMARY: file });
    expect(printed).to.deep.equal(['the step summary is full: see the report']);
    await addStepSummary('# one', output, { CI: 'true', GITHUB_STEP_SUMMARY: join(dir, 'no', 'such') });
    expect(printed[1]).to.match(/^the step summary cannot be written: /);
  });

  it('reasons become annotations, and cannot begin a command of their own', () => {
    const env = { CI: 'true', GITHUB_ACTIONS: 'true' };
    annotate(
      { ...report, verdict: 'fail', reasons: ['api.recovery is missed: 100%\n::set-output name=x::y'] },
      output,
      env,
    );
    expect(printed).to.deep.equal([
      '::error title=az-failure%3A Failed::api.recovery is missed: 100%25%0A::set-output name=x::y',
    ]);
    annotate({ ...report, verdict: 'inconclusive' }, output, env);
    expect(printed[1]).to.match(/^::warning title=az-failure%3A Inconclusive::/);
    const before = printed.length;
    annotate({ ...report, verdict: 'pass' }, output, env);
    annotate({ ...report, verdict: 'fail' }, output, { CI: 'true' });
    annotate({ ...report, verdict: 'fail' }, { ...output, json: true }, env);
    expect(printed).to.have.length(before);
  });
});
