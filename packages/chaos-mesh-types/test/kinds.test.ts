import { expect } from 'chai';
import {
  allKinds,
  apiVersion,
  kinds,
  pathText,
  validateManifest,
  type Kind,
  type ManifestReport,
} from '../src/index.ts';
import { fixtures } from './fixtures/all.ts';
import { changed } from './fixtures/fixture.ts';

function judge(kind: Kind, spec: object, strict = false): ManifestReport {
  const namespace = kinds[kind].scope === 'Cluster' ? {} : { namespace: 'app' };
  return validateManifest({ apiVersion, kind, metadata: { name: 'x', ...namespace }, spec }, { strict });
}

function places(findings: ManifestReport['errors']): readonly string[] {
  return findings.map(({ path }) => pathText(path));
}

describe('validateManifest, kind by kind', () => {
  it('has fixtures of every kind, some of them refused', () => {
    expect(fixtures.map(({ kind }) => kind).sort()).to.deep.equal([...allKinds].sort());
    expect(fixtures.filter(({ refused }) => refused.length === 0)).to.deep.equal([]);
  });

  for (const { kind, valid, refused, useless } of fixtures) {
    it(`passes a valid ${kind}`, () => {
      const strict = kind !== 'KernelChaos';
      expect(judge(kind, valid, strict)).to.deep.equal({
        ok: true,
        kind,
        errors: [],
        warnings: judge(kind, valid).warnings,
      });
    });

    for (const { why, set, at } of refused) {
      it(`refuses a ${kind} for one reason: ${why}`, () => {
        const { ok, errors } = judge(kind, changed(valid, set));
        expect(ok).to.equal(false);
        expect(places(errors)).to.deep.equal([at]);
      });
    }

    for (const { why, set, at } of useless) {
      it(`warns of a ${kind}: ${why}`, () => {
        const spec = changed(valid, set);
        expect(judge(kind, spec)).to.include({ ok: true });
        expect(places(judge(kind, spec).warnings)).to.deep.equal([at]);
        const strict = judge(kind, spec, true);
        expect(strict.ok).to.equal(false);
        expect(places(strict.errors)).to.deep.equal([at]);
        expect(strict.warnings).to.deep.equal([]);
      });
    }
  }
});
