import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { fileJournal, journalFileName, readJournal } from '../../src/cli/journal-file.ts';

describe('fileJournal', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'aftershock-'));
  });
  afterEach(async () => {
    await rm(folder, { recursive: true });
  });

  it('has an entry on the disk when append resolves', async () => {
    const journal = await fileJournal(folder);
    await journal.append({ event: 'gone', id: '1' });
    expect(await readFile(join(folder, journalFileName), 'utf8')).to.equal('{"event":"gone","id":"1"}\n');
  });

  it('keeps the order of entries that were appended at once', async () => {
    const journal = await fileJournal(folder);
    const ids = Array.from({ length: 20 }, (_, index) => String(index));
    await Promise.all(ids.map((id) => journal.append({ event: 'gone', id })));
    expect((await readJournal(folder)).map((entry) => ('id' in entry ? entry.id : ''))).to.deep.equal(ids);
  });

  it('goes on with a journal whose last line is torn', async () => {
    await writeFile(join(folder, journalFileName), '{"event":"end"}\n{"event":"inj');
    const journal = await fileJournal(folder);
    await journal.append({ event: 'gone', id: '1' });
    expect(await readJournal(folder)).to.deep.equal([{ event: 'end' }, { event: 'gone', id: '1' }]);
  });

  it('rejects when the folder cannot be written', async () => {
    await writeFile(join(folder, 'file'), '');
    let thrown: unknown;
    await fileJournal(join(folder, 'file')).catch((error: unknown) => (thrown = error));
    expect(thrown).to.be.instanceOf(Error);
  });

  it('appends after a failed append', async () => {
    const journal = await fileJournal(folder);
    await rm(folder, { recursive: true });
    const lost = await journal.append({ event: 'gone', id: '1' }).then(
      () => false,
      () => true,
    );
    expect(lost).to.equal(true);
    await fileJournal(folder);
    await journal.append({ event: 'gone', id: '2' });
    expect(await readJournal(folder)).to.deep.equal([{ event: 'gone', id: '2' }]);
  });
});
