import { expect } from 'chai';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { generatedFiles } from '../scripts/generated-files.ts';
import { allKinds, experimentKinds, kinds, plurals } from '../src/index.ts';

const root = join(import.meta.dirname, '..');

describe('generated files of chaos-mesh-types', () => {
  it('are in step with the schemas, and there are no others: else run `npm run generate`', () => {
    const wanted = generatedFiles();
    const found = readdirSync(join(root, 'src/generated')).map((file) => `src/generated/${file}`);
    expect(found.sort()).to.deep.equal(Object.keys(wanted).sort());
    for (const [file, text] of Object.entries(wanted)) {
      expect(readFileSync(join(root, file), 'utf8'), file).to.equal(text);
    }
  });

  it('know every kind of the custom resource definitions', () => {
    const { kinds: listed } = JSON.parse(readFileSync(join(root, 'crds/index.json'), 'utf8')) as {
      readonly kinds: readonly { readonly kind: string; readonly plural: string; readonly scope: string }[];
    };
    expect(allKinds).to.have.length(23);
    expect(listed.map(({ kind, plural, scope }) => [kind, plural, scope])).to.deep.equal(
      allKinds.map((kind) => [kind, plurals[kind], kinds[kind].scope]),
    );
    expect(experimentKinds).to.have.length(14);
  });
});
