import { mkdir, mkdtemp, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { readHistory, writeIndex } from '../../src/cli/history-files.ts';
import { sampleRun } from '../support/sample-report.ts';

describe('readHistory', () => {
  let dir = '';
  const save = async (name: string, changed: object): Promise<string> => {
    await mkdir(join(dir, name), { recursive: true });
    const file = join(dir, name, 'run.json');
    await writeFile(file, JSON.stringify({ ...sampleRun().report, ...changed }));
    return file;
  };
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'aftershock-history-'));
  });
  afterEach(() => rm(dir, { recursive: true, force: true }));

  it('reads what is new, changed or gone since the last time, and leaves out what cannot be read', async () => {
    await save('a', { id: 'a', startedAt: '2026-01-02T00:00:00.000Z' });
    const file = await save('b', { id: 'b', startedAt: '2026-01-01T00:00:00.000Z' });
    await mkdir(join(dir, 'broken'));
    await writeFile(join(dir, 'broken', 'run.json'), '{');
    expect((await readHistory(dir)).map(({ id }) => id)).to.deep.equal(['b', 'a']);
    await save('b', { id: 'b2', startedAt: '2026-01-01T00:00:00.000Z' });
    await utimes(file, new Date(), new Date(Date.now() + 5000));
    await save('c', { id: 'c', startedAt: '2026-01-03T00:00:00.000Z' });
    await rm(join(dir, 'a'), { recursive: true });
    expect((await readHistory(dir)).map(({ id }) => id)).to.deep.equal(['b2', 'c']);
  });

  it('links to the data where the report itself was not kept', async () => {
    await save('a', { startedAt: '2026-01-01T00:00:00.000Z' });
    await save('b', { startedAt: '2026-01-02T00:00:00.000Z' });
    await writeFile(join(dir, 'b', 'report.html'), '');
    expect((await readHistory(dir)).map(({ href }) => href)).to.deep.equal(['a/run.json', 'b/report.html']);
  });

  it('survives a cache that was cut short', async () => {
    await save('a', { id: 'a' });
    await readHistory(dir);
    await writeFile(join(dir, '.history.json'), '{"schema":');
    expect(await readHistory(dir)).to.have.length(1);
  });

  it('shows 1,000 runs in under 2 s', async () => {
    await Promise.all(
      Array.from({ length: 1000 }, (_, i) =>
        save(`r${i}`, { id: `r${i}`, startedAt: new Date(i * 1e6).toISOString() }),
      ),
    );
    const before = performance.now();
    await writeIndex(dir);
    const tookMs = performance.now() - before;
    expect(tookMs).to.be.below(2000);
    expect(await readFile(join(dir, 'index.html'), 'utf8')).to.contain('1,000 runs');
    const again = performance.now();
    await writeIndex(dir);
    expect(performance.now() - again).to.be.below(1000);
  }).timeout(30_000);
});
