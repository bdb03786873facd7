import { expect } from 'chai';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { generatedFiles } from '../../scripts/generated-files.ts';

const root = join(import.meta.dirname, '../..');

describe('generated files', () => {
  it('are in step with the registries: else run `npm run generate`', async () => {
    for (const [file, content] of Object.entries(await generatedFiles())) {
      expect(await readFile(join(root, file), 'utf8'), file).to.equal(content);
    }
  });
});
