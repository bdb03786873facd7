import { expect } from 'chai';
import type { WatchRequest } from '../../../../src/backends/sim/api/handler.ts';
import { watchCache, type WatchEvent } from '../../../../src/backends/sim/apiserver/watch-cache.ts';
import { emptyStore, type Store } from '../../../../src/backends/sim/store/store.ts';

/** Three config maps, one revision each. */
function storeOfThree(): Store {
  const store = emptyStore();
  for (const name of ['a', 'b', 'c']) {
    const object = {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name, namespace: 'default', uid: name, resourceVersion: '' },
    };
    store.apply({ kind: 'put', resource: 'configmaps', key: `default/${name}`, object, expect: 0 });
  }
  return store;
}

/** What a watch from a revision is told at once. */
function told(cache: ReturnType<typeof watchCache>, after: number): { events: WatchEvent[]; ended: boolean } {
  const seen = { events: [] as WatchEvent[], ended: false };
  const request: WatchRequest = {
    resource: 'configmaps',
    namespace: 'default',
    selector: '',
    matches: () => true,
    after,
    bookmarks: false,
    initialEventsEnd: false,
    timeoutMs: undefined,
    scope: {},
  };
  cache.watch(request, { event: (event) => void seen.events.push(event), end: () => void (seen.ended = true) });
  return seen;
}

describe('watchCache', () => {
  it('goes back as far as the store does where it has been there for long', () => {
    const store = storeOfThree();
    const first = store.revision() - 2;
    const { events, ended } = told(
      watchCache(store, () => 0, true),
      first,
    );
    expect(events.map(({ type }) => type)).to.deep.equal(['ADDED', 'ADDED']);
    expect(ended).to.equal(false);
  });

  it('knows nothing of what changed before it was filled, and says so', () => {
    const store = storeOfThree();
    const now = store.revision();
    const cache = watchCache(store, () => 0, false);
    cache.fill(now);
    const { events, ended } = told(cache, now - 1);
    expect(events).to.have.length(1);
    expect(events[0]).to.nested.include({
      type: 'ERROR',
      'object.reason': 'Expired',
      'object.message': `too old resource version: ${now - 1} (${now})`,
    });
    expect(ended).to.equal(true);
    expect(told(cache, now)).to.deep.equal({ events: [], ended: false });
  });
});
