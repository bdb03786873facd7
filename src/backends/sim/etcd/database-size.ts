import type { Change } from '../store/changes.ts';
import type { StoredObject } from '../store/object.ts';
import type { Store } from '../store/store.ts';

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
  let superseded: { readonly revision: number; readonly bytes: number }[] = [];
  let used = firstState(store.allChanges(store.compacted(), store.revision()));
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

function sizeOf(object: StoredObject): number {
  return lengthOf(object) + overheadBytes;
}

/** How long a value is as JSON, but for what would have to be escaped: without writing it, as hundreds are stored in a second. */
function lengthOf(value: unknown): number {
  if (typeof value === 'string') return value.length + 2;
  if (typeof value !== 'object' || value === null) return String(value).length;
  let length = 1;
  if (Array.isArray(value)) for (const item of value as readonly unknown[]) length += lengthOf(item) + 1;
  else {
    const fields = value as Readonly<Record<string, unknown>>;
    for (const key of Object.keys(fields)) length += key.length + 4 + lengthOf(fields[key]);
  }
  return Math.max(2, length);
}

function firstState(changes: readonly Change[]): number {
  const stride = Math.max(1, Math.floor(changes.length / measured));
  const sample = changes.filter((_, index) => index % stride === 0);
  const bytes = sample.reduce((sum, { object }) => sum + sizeOf(object), 0);
  return sample.length === 0 ? 0 : (bytes / sample.length) * changes.length;
}
