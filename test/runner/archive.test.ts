import { expect } from 'chai';
import { type Archive, memoryArchive } from '../../src/runner/archive.ts';
import { fault, plan, run } from './builders.ts';

describe('an archive', () => {
  it('in memory keeps observations in the order in which they came', async () => {
    const archive = memoryArchive();
    const seen = [3, 1].map((at) => ({ kind: 'machine', from: 0, at, idle: 1 }) as const);
    seen.forEach(archive.add);
    expect(await archive.all()).to.deep.equal(seen);
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
    expect(record.timeline.observations).to.deep.equal([]);
    expect(record.timeline.marks.filter(({ kind }) => kind === 'problem').map(({ text }) => text)).to.deep.equal([
      'what was observed could not be read back: ENOENT: observations.ndjson.gz',
    ]);
  });
});
