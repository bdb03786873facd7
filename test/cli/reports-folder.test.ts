import { expect } from 'chai';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { makeRunFolder, mustBeWritable } from '../../src/cli/reports-folder.ts';
import { HarnessError } from '../../src/core/errors.ts';

describe('the reports folder', () => {
  let root = '';
  before(async () => (root = await mkdtemp(join(tmpdir(), 'aftershock-'))));
  after(() => rm(root, { recursive: true }));

  const refusal = (folder: string) =>
    mustBeWritable(folder).then(
      () => undefined,
      (error: unknown) => error,
    );

  it('is made with all that lies above it, and may be there already', async () => {
    const folder = join(root, 'a', 'b', 'c');
    await mustBeWritable(folder);
    await mustBeWritable(folder);
    expect((await stat(folder)).isDirectory()).to.equal(true);
  });

  it('is refused where a file has its name, or lies above it', async () => {
    const file = join(root, 'file');
    await writeFile(file, '');
    expect(await refusal(file))
      .to.be.instanceOf(HarnessError)
      .with.property('code', 'usage');
    expect(await refusal(join(file, 'below'))).to.be.instanceOf(HarnessError);
  });

  it('is refused at once on a file system that makes no folders', async function () {
    if (process.platform !== 'linux') this.skip();
    expect(await refusal('/proc/aftershock/reports'))
      .to.be.instanceOf(HarnessError)
      .with.property('code', 'usage');
  });

  it('gives each run a folder of its own, also two of one second', async () => {
    const made = await Promise.all([1, 2, 3].map(() => makeRunFolder(root, 'run')));
    expect(made.map((path) => basename(path)).sort()).to.deep.equal(['run', 'run-2', 'run-3']);
  });
});
