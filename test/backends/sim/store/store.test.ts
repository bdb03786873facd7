import { expect } from 'chai';
import fc from 'fast-check';
import type { StoredObject } from '../../../../src/backends/sim/store/object.ts';
import { emptyStore, type Store } from '../../../../src/backends/sim/store/store.ts';

const pod = (name: string, phase = 'Pending'): StoredObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace: 'a', uid: name, resourceVersion: '' },
  status: { phase },
});
const put = (store: Store, object: StoredObject, expect?: number) =>
  store.apply({ kind: 'put', resource: 'pods', key: `a/${object.metadata.name}`, object, expect });
const names = (objects: readonly StoredObject[]): string[] => objects.map(({ metadata }) => metadata.name);

describe('emptyStore', () => {
  it('gives each write the next revision, and objects their version', () => {
    const store = emptyStore();
    const result = put(store, pod('x'), 0);
    expect(result).to.include({ ok: true, revision: 1 });
    expect(store.get('pods', 'a/x')?.metadata.resourceVersion).to.equal('1');
  });

  it('refuses a write that expects another version, and says what there is', () => {
    const store = emptyStore();
    put(store, pod('x'), 0);
    const result = put(store, pod('x', 'Running'), 0);
    expect(result.ok).to.equal(false);
    expect(store.revision()).to.equal(1);
    expect(put(store, pod('x', 'Running'), 1).ok).to.equal(true);
  });

  it('shows every revision as it was: written, changed, removed', () => {
    const store = emptyStore();
    put(store, pod('y'), 0);
    put(store, pod('x'), 0);
    put(store, pod('x', 'Running'), 2);
    store.apply({ kind: 'delete', resource: 'pods', key: 'a/y', expect: undefined });
    expect([0, 1, 2, 4].map((at) => names(store.list('pods', 'a', at)))).to.deep.equal([[], ['y'], ['x', 'y'], ['x']]);
    expect(store.get('pods', 'a/x', 2)?.['status']).to.deep.equal({ phase: 'Pending' });
    expect(store.get('pods', 'a/x')?.['status']).to.deep.equal({ phase: 'Running' });
    expect(store.get('pods', 'a/y', 3)?.metadata.name).to.equal('y');
  });

  it('tells changes after a revision, and refuses what is compacted', () => {
    const store = emptyStore();
    put(store, pod('x'), 0);
    put(store, pod('y'), 0);
    expect(store.changes('pods', 1, 2).map(({ type, key }) => `${type} ${key}`)).to.deep.equal(['ADDED a/y']);
    store.compact(2);
    expect(() => store.changes('pods', 1, 2)).to.throw(RangeError, 'revision 1 is compacted');
    expect(names(store.list('pods', undefined))).to.deep.equal(['x', 'y']);
  });

  it('finds the pods of a node, at every revision those that were there', () => {
    const change = fc.record({
      name: fc.constantFrom('a', 'b', 'c', 'd'),
      node: fc.constantFrom('n1', 'n2', undefined),
      gone: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(change, { maxLength: 30 }), (changes) => {
        const store = emptyStore();
        for (const { name, node, gone } of changes) {
          if (gone) store.apply({ kind: 'delete', resource: 'pods', key: `a/${name}`, expect: undefined });
          else put(store, { ...pod(name), ...(node === undefined ? {} : { spec: { nodeName: node } }) });
        }
        for (let at = 0; at <= store.revision(); at += 1) {
          const there = store
            .list('pods', 'a', at)
            .filter((object) => (object['spec'] as { nodeName?: string } | undefined)?.nodeName === 'n1');
          expect(store.list('pods', undefined, at, 'n1')).to.deep.equal(there);
        }
      }),
      { numRuns: 200 },
    );
  });
});
