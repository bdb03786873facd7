import { expect } from 'chai';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeFiles } from '../../src/cli/reports-folder.ts';
import { readTimeline } from '../../src/cli/timeline-file.ts';
import { timelineNdjson } from '../../src/reporters/timeline-ndjson.ts';
import { sampleRun } from '../support/sample-report.ts';

describe('readTimeline', () => {
  const { report, timeline } = sampleRun();
  let folder: string;
  let file: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'timeline-'));
    file = join(folder, timelineNdjson.file);
    await writeFiles(folder, new Map([[timelineNdjson.file, timelineNdjson.render(report, timeline)]]));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('gives back the timeline that was written', async () => {
    const read = (await readTimeline(folder))!;
    expect({ ...read, observations: [...read.observations] }).to.deep.equal(timeline);
  });

  it('says that a file was cut short', async () => {
    await writeFile(file, (await readFile(file)).subarray(0, 1000));
    const error = await readTimeline(folder).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    expect(error)
      .to.include({ code: 'usage' })
      .and.to.have.property('message')
      .that.matches(/cannot be read: /);
  });

  it('has none where there is no file', async () => {
    await rm(file);
    expect(await readTimeline(folder)).to.equal(undefined);
  });
});
