import type { KubeObject } from './api-types.ts';

export type Change = 'present' | 'gone';

/** What several watches of one resource have seen together: each change is passed on once, by whoever saw it first. */
export interface WatchLedger<T extends KubeObject> {
  readonly saw: (at: number, change: Change, object: T) => void;
  /** A fresh list: what it lacks, and what is not newer than it, is gone. */
  readonly listed: (at: number, items: readonly T[], resourceVersion: string) => void;
}

/** An empty ledger. Keyed by uid: a new object of an old name is another object. */
export function watchLedger<T extends KubeObject>(
  onChange: (at: number, change: Change, object: T) => void,
): WatchLedger<T> {
  const known = new Map<string, { readonly object: T; readonly version: string; readonly gone: boolean }>();

  const saw = (at: number, change: Change, object: T): void => {
    const { uid, resourceVersion: version } = object.metadata;
    const before = known.get(uid);
    if (before !== undefined && (before.gone || !isNewer(version, before.version))) {
      // A deletion seen from a list bears the last version that was seen, not a newer one.
      if (!(change === 'gone' && !before.gone && version === before.version)) return;
    }
    known.set(uid, { object, version, gone: change === 'gone' });
    onChange(at, change, object);
  };
  const listed = (at: number, items: readonly T[], resourceVersion: string): void => {
    const present = new Set(items.map((item) => item.metadata.uid));
    for (const [uid, { object, version, gone }] of known) {
      if (!gone && !present.has(uid) && !isNewer(version, resourceVersion)) saw(at, 'gone', object);
    }
    for (const item of items) saw(at, 'present', item);
  };
  return { saw, listed };
}

/** Versions of one etcd are decimal numbers that grow. */
function isNewer(a: string, b: string): boolean {
  return a.length === b.length ? a > b : a.length > b.length;
}
