import { expect } from 'chai';
import { mkdir, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileArchive, observationsFileName } from '../../src/cli/observations-file.ts';
import type { Observation } from '../../src/core/observation.ts';
import { readUnzipped } from '../../src/cli/unzipped.ts';
import { observationReader } from '../../src/reporters/timeline-reader.ts';
import { bytesHeld } from '../support/bytes-held.ts';
import { probing } from '../support/probing.ts';

/** As many as make two parts of the file, and a rest that waits for its time. */
const many = 12_000;
const seen = (index: number): Observation => ({
  kind: 'request',
  stream: 'lb readyz new',
  scheduledAt: index * 0.1,
  sentAt: index * 0.1,
  endedAt: index * 0.1 + 3.25,
  good: index % 7 !== 0,
  reusedConnection: false,
});
const node: Observation = { kind: 'node', at: 5, name: 'n', zone: undefined, ready: 'True', taints: [] };

describe('fileArchive', () => {
  let folder: string;
  let path: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'observations-'));
    path = join(folder, observationsFileName);
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('gives back all that was put away, in its order, keys without a value among it', async () => {
    const archive = fileArchive(folder);
    const all = [node, ...Array.from({ length: many }, (_, index) => seen(index)), { ...node, at: 9 }];
    all.forEach(archive.add);
    expect([...(await archive.all())]).to.deep.equal(all);
    await archive.remove();
    expect(await stat(path).catch(() => 'gone')).to.equal('gone');
  });

  it('leaves what was written to whoever finds it, when the harness was killed', async () => {
    const archive = fileArchive(folder);
    for (let index = 0; index < many; index += 1) archive.add(seen(index));
    const until = Date.now() + 5000;
    const found = async (): Promise<readonly Observation[]> =>
      readUnzipped(path, observationReader()).then(
        (log) => [...log],
        () => [],
      );
    while ((await found()).length < 10_000 && Date.now() < until)
      await new Promise((resolve) => setTimeout(resolve, 20));
    expect(await found()).to.deep.equal(Array.from({ length: 10_000 }, (_, index) => seen(index)));
    await archive.remove();
  });

  it('keeps what cannot be written, and loses nothing', async () => {
    await mkdir(path);
    const archive = fileArchive(folder);
    const all = Array.from({ length: many }, (_, index) => seen(index));
    all.forEach(archive.add);
    expect([...(await archive.all())]).to.deep.equal(all);
  });

  it('gives what it held back in less than 80 bytes a request', async () => {
    const { made, bytes } = await bytesHeld(async () => {
      const archive = fileArchive(folder);
      for (const one of probing(200)) archive.add(one);
      return archive.all();
    });
    expect(made.length).to.equal(80_000);
    expect(bytes / made.length).to.be.below(80);
  });

  it('is empty where nothing was seen, and makes no file', async () => {
    const archive = fileArchive(folder);
    expect([...(await archive.all())]).to.deep.equal([]);
    await archive.remove();
  });
});
