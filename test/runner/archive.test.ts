import { expect } from 'chai';
import { memoryArchive } from '../../src/runner/archive.ts';
import { bytesHeld } from '../support/bytes-held.ts';
import { probing } from '../support/probing.ts';

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
});
