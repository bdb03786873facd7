import { expect } from 'chai';
import fc from 'fast-check';
import { nodeOf, type Scope } from '../../../../src/backends/sim/store/changes.ts';
import type { StoredObject } from '../../../../src/backends/sim/store/object.ts';
import { emptyStore, type Store } from '../../../../src/backends/sim/store/store.ts';

const pod = (name: string, namespace = 'a', phase = 'Pending'): StoredObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace, uid: name, resourceVersion: '' },
  status: { phase },
});
const put = (store: Store, object: StoredObject, expect?: number) =>
  store.apply({
    kind: 'put',
    resource: 'pods',
    key: `${object.metadata.namespace ?? ''}/${object.metadata.name}`,
    object,
    expect,
  });
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
    const result = put(store, pod('x', 'a', 'Running'), 0);
    expect(result.ok).to.equal(false);
    expect(store.revision()).to.equal(1);
    expect(put(store, pod('x', 'a', 'Running'), 1).ok).to.equal(true);
  });

  it('shows every revision as it was: written, changed, removed', () => {
    const store = emptyStore();
    put(store, pod('y'), 0);
    put(store, pod('x'), 0);
    put(store, pod('x', 'a', 'Running'), 2);
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

  it('finds the pods of a node, and those of a name, at every revision as they were', () => {
    const change = fc.record({
      space: fc.constantFrom('a', 'b'),
      name: fc.constantFrom('v', 'w', 'x', 'y'),
      node: fc.constantFrom('n1', 'n2', undefined),
      gone: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(change, { maxLength: 30 }), (changes) => {
        const store = emptyStore();
        for (const { space, name, node, gone } of changes) {
          if (gone) store.apply({ kind: 'delete', resource: 'pods', key: `${space}/${name}`, expect: undefined });
          else put(store, { ...pod(name, space), ...(node === undefined ? {} : { spec: { nodeName: node } }) });
        }
        for (let at = 0; at <= store.revision(); at += 1) {
          for (const space of ['a', undefined]) {
            const all = store.list('pods', space, at);
            const isThere = (object: StoredObject): boolean => nodeOf(object) === 'n1';
            expect(store.list('pods', space, at, { node: 'n1' })).to.deep.equal(all.filter(isThere));
            const isCalled = ({ metadata }: StoredObject): boolean => metadata.name === 'x';
            expect(store.list('pods', space, at, { name: 'x' })).to.deep.equal(all.filter(isCalled));
          }
        }
      }),
      { numRuns: 200 },
    );
  });

  it('tells the changes that concern a node, or a name, and no others', () => {
    const store = emptyStore();
    const on = (nodeName: string): object => ({ spec: { nodeName } });
    put(store, { ...pod('x'), ...on('n1') });
    put(store, { ...pod('y'), ...on('n2') });
    put(store, { ...pod('x', 'b'), ...on('n2') });
    put(store, { ...pod('x'), ...on('n2') });
    store.apply({ kind: 'delete', resource: 'pods', key: 'a/x', expect: undefined });
    const of = (after: number, upTo: number, scope: Scope): readonly number[] =>
      store.changes('pods', after, upTo, scope).map(({ revision }) => revision);
    expect(of(0, 5, { node: 'n1' })).to.deep.equal([1, 4]);
    expect(of(1, 4, { node: 'n2' })).to.deep.equal([2, 3, 4]);
    expect(of(0, 5, { name: 'x' })).to.deep.equal([1, 3, 4, 5]);
    store.compact(3);
    expect(of(3, 5, { node: 'n1' })).to.deep.equal([4]);
  });
});
