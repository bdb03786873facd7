import { expect } from 'chai';
import { type Archive, memoryArchive } from '../../src/runner/archive.ts';
import { bytesHeld } from '../support/bytes-held.ts';
import { probing } from '../support/probing.ts';
import { fault, plan, run } from './builders.ts';

describe('memoryArchive', () => {
  it('holds a request in less than 80 bytes', async () => {
    const { made, bytes } = await bytesHeld(async () => {
      const archive = memoryArchive();
      for (const one of probing(200)) archive.add(one);
      return archive.all();
    });
    expect(made.length).to.equal(80_000);
    expect(bytes / made.length).to.be.below(80);
  });

  it('keeps observations in the order in which they came', async () => {
    const archive = memoryArchive();
    const seen = [3, 1].map((at) => ({ kind: 'machine', from: 0, at, idle: 1 }) as const);
    seen.forEach(archive.add);
    expect([...(await archive.all())]).to.deep.equal(seen);
  });
});

describe('executeRun', () => {
  it('answers with its record when what was put away cannot be read back, and says so', async () => {
    const gone: Archive = {
      add: () => undefined,
      all: async () => await Promise.reject(new Error('ENOENT: observations.ndjson.gz')),
    };
    const { record } = await run({ plan: plan([fault('a', ['n1'])]), input: { archive: gone } });
    expect(record.leftovers).to.deep.equal([]);
    expect([...record.timeline.observations]).to.deep.equal([]);
    expect(record.timeline.marks.filter(({ kind }) => kind === 'problem').map(({ text }) => text)).to.deep.equal([
      'what was observed could not be read back: ENOENT: observations.ndjson.gz',
    ]);
  });
});
