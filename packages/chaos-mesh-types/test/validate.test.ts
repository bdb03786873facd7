import { expect } from 'chai';
import fc from 'fast-check';
import { allKinds, apiVersion, findingText, manifestsIn, parseManifest, validateManifest } from '../src/index.ts';
import { fixtures } from './fixtures/all.ts';

const valid = {
  apiVersion: 'chaos-mesh.org/v1alpha1',
  kind: 'PodChaos',
  metadata: { name: 'x', namespace: 'app' },
  spec: { action: 'pod-kill', mode: 'one', selector: { labelSelectors: { app: 'web' } } },
};

function complaints(value: unknown): readonly string[] {
  return validateManifest(value).errors.map(findingText);
}

describe('validateManifest', () => {
  it('tells all mistakes at once, with what is allowed and what was likely meant', () => {
    const value = { ...valid, spec: { ...valid.spec, action: 'pod-kil', mod: 'one', mode: undefined } };
    expect(complaints(value)).to.deep.equal([
      'spec.mode: is missing. Use one of: one, all, fixed, fixed-percent, random-max-percent.',
      'spec.mod: is not a known field. Did you mean "mode"? It is one of: action, containerNames, duration, gracePeriod, mode, remoteCluster, selector, value.',
      'spec.action: is "pod-kil". Did you mean "pod-kill"? It is one of: pod-kill, pod-failure, container-kill.',
    ]);
    const action = validateManifest(value).errors.find(({ path }) => path[1] === 'action');
    expect(action?.allowed).to.deep.equal(['pod-kill', 'pod-failure', 'container-kill']);
  });

  it('does not take what is no object, has no kind, or another version', () => {
    expect(complaints(null)).to.deep.equal(['document: is nothing, not an object.']);
    expect(complaints([])).to.deep.equal(['document: is a list, not an object.']);
    expect(complaints({ ...valid, kind: 'PodKaos' }).join()).to.match(/^kind: is "PodKaos". Did you mean "PodChaos"/);
    expect(complaints({ ...valid, apiVersion: 'pingcap.com/v1alpha1' })).to.deep.equal([
      'apiVersion: is "pingcap.com/v1alpha1". Use chaos-mesh.org/v1alpha1.',
    ]);
    expect(complaints({ metadata: valid.metadata, spec: valid.spec })).to.have.length(2);
  });

  it('holds metadata to the rules of Kubernetes', () => {
    const of = (metadata: unknown): readonly string[] =>
      validateManifest({ ...valid, metadata }).errors.map(({ path }) => path.join('.'));
    expect(of(undefined)).to.deep.equal(['metadata']);
    expect(of({ generateName: 'x-' })).to.deep.equal([]);
    expect(of({ namespace: 'app' })).to.deep.equal(['metadata.name']);
    expect(of({ name: 'Web_1' })).to.deep.equal(['metadata.name']);
    expect(of({ name: 'x', namespace: 'a.b' })).to.deep.equal(['metadata.namespace']);
    expect(of({ name: 'x', labels: { 'a b': 'c', d: 'e f', g: 1 } })).to.have.members([
      ...['metadata.labels.a b', 'metadata.labels.d', 'metadata.labels.g'],
    ]);
    expect(of({ name: 'x', lables: {} })).to.deep.equal(['metadata.lables']);
  });

  it('takes null for absent, as the webhooks do', () => {
    expect(complaints({ ...valid, spec: { ...valid.spec, duration: null } })).to.deep.equal([]);
    expect(complaints({ ...valid, spec: { ...valid.spec, mode: null } }).join()).to.match(/^spec.mode: is missing/);
  });

  it('does not ask for a status, and looks at the shape of one', () => {
    expect(complaints({ ...valid, status: {} })).to.deep.equal([]);
    expect(complaints({ ...valid, status: { experiment: { desiredPhase: 'Walk' } } })).to.have.length(1);
  });

  it('says nothing of what is accepted when nothing is wrong with it', () => {
    expect(validateManifest(valid, { strict: true })).to.deep.equal({
      ok: true,
      kind: 'PodChaos',
      errors: [],
      warnings: [],
    });
  });
});

describe('validateManifest, of whatever it is given', () => {
  // The names of what every object inherits are the words that tables of rules are most easily confused by.
  const word = fc.oneof(fc.string(), fc.constantFrom('constructor', '__proto__', 'toString', 'hasOwnProperty'));
  const anything = fc.oneof(fc.jsonValue(), word);

  it('answers, and is never content with what is no object', () => {
    fc.assert(
      fc.property(fc.constantFrom(...allKinds), anything, (kind, spec) => {
        expect(validateManifest({ apiVersion, kind, metadata: { name: 'x' }, spec }).errors).to.be.an('array');
      }),
    );
    fc.assert(fc.property(anything, (value) => !validateManifest(value).ok));
  });

  it('answers, whichever field of a sound spec holds something else', () => {
    const fields = fixtures.flatMap(({ kind, valid: spec }) =>
      Object.keys(spec).map((field) => ({ kind, spec, field })),
    );
    fc.assert(
      fc.property(fc.constantFrom(...fields), anything, ({ kind, spec, field }, value) => {
        const metadata = { name: 'x' };
        const { ok, errors } = validateManifest({ apiVersion, kind, metadata, spec: { ...spec, [field]: value } });
        expect(ok).to.equal(errors.length === 0);
      }),
      { numRuns: 500 },
    );
  });

  it('does not take an inherited name for an action', () => {
    for (const { kind, valid: spec } of fixtures) {
      if (!('action' in spec)) continue;
      const manifest = { apiVersion, kind, metadata: { name: 'x' }, spec: { ...spec, action: 'constructor' } };
      expect(
        validateManifest(manifest).errors.map(({ path }) => path.join('.')),
        kind,
      ).to.include('spec.action');
    }
  });
});

describe('parseManifest', () => {
  it('gives the object out as it is', () => {
    expect(parseManifest(valid)).to.equal(valid);
  });

  it('throws every mistake, a line each', () => {
    const broken = { ...valid, spec: { action: 'x' } };
    expect(() => parseManifest(broken)).to.throw(TypeError, /^spec\.mode[^]*\nspec\.selector[^]*\nspec\.action/);
  });
});

describe('manifestsIn', () => {
  it('takes lists apart, in lists too, and tells where each item stands', () => {
    const list = { kind: 'List', items: [valid, { kind: 'PodChaosList', items: [valid] }] };
    expect(manifestsIn(list)).to.deep.equal([
      { path: ['items', 0], value: valid },
      { path: ['items', 1, 'items', 0], value: valid },
    ]);
  });

  it('leaves anything else as it is', () => {
    expect(manifestsIn(valid)).to.deep.equal([{ path: [], value: valid }]);
    expect(manifestsIn(5)).to.deep.equal([{ path: [], value: 5 }]);
  });
});
