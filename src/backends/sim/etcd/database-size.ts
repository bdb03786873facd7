import type { StoredObject } from '../store/object.ts';
import type { Change, Store } from '../store/store.ts';

/** How large etcd's file is: what lives, and every older version that is not compacted yet. Pages are used again; only defragmenting makes it smaller. */
export interface DatabaseSize {
  readonly bytes: () => number;
  readonly written: (change: Change) => void;
  readonly compacted: (revision: number) => void;
  /** Gives the pages that nothing is in back to the disk. */
  readonly defragment: () => void;
}

/** Key, revisions and the page's own share, for each version (assumed). */
const overheadBytes = 200;
/** Of a large first state so many objects are measured, and stand for the rest. */
const measured = 1000;

/** The size of a store's database, as JSON has it; the real one is protobuf, and smaller. */
export function databaseSize(store: Store): DatabaseSize {
  const sizes = new WeakMap<StoredObject, number>();
  const sizeOf = (object: StoredObject | undefined): number => {
    if (object === undefined) return 0;
    const known = sizes.get(object) ?? JSON.stringify(object).length + overheadBytes;
    sizes.set(object, known);
    return known;
  };
  let superseded: { readonly revision: number; readonly bytes: number }[] = [];
  let used = firstState(store.allChanges(store.compacted(), store.revision()), sizeOf);
  let file = used;
  return {
    bytes: () => file,
    written: ({ revision, type, object, before }) => {
      used += type === 'DELETED' ? overheadBytes : sizeOf(object);
      if (before !== undefined) superseded.push({ revision, bytes: sizeOf(before) });
      if (type === 'DELETED') superseded.push({ revision, bytes: overheadBytes });
      file = Math.max(file, used);
    },
    compacted: (upTo) => {
      for (const { revision, bytes } of superseded) if (revision <= upTo) used -= bytes;
      superseded = superseded.filter(({ revision }) => revision > upTo);
    },
    defragment: () => {
      file = used;
    },
  };
}

function firstState(changes: readonly Change[], sizeOf: (object: StoredObject) => number): number {
  const stride = Math.max(1, Math.floor(changes.length / measured));
  const sample = changes.filter((_, index) => index % stride === 0);
  const bytes = sample.reduce((sum, { object }) => sum + sizeOf(object), 0);
  return sample.length === 0 ? 0 : (bytes / sample.length) * changes.length;
}
