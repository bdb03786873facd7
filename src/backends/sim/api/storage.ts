import type { Scope } from '../store/changes.ts';
import type { Command, Result } from '../store/store.ts';
import type { StoredObject } from '../store/object.ts';

/**
 * `quorum`: through etcd, nothing committed is missed. `cache`: what this apiserver has seen, without asking. A number: as it was
 * at that revision; rejects with RangeError when that is compacted.
 */
export type Consistency = 'quorum' | 'cache' | number;

/** Objects with the revision that they were read at. */
export interface Listing {
  readonly items: readonly StoredObject[];
  readonly revision: number;
}

/**
 * What the API's semantics know of the world below: an apiserver's cache and its etcd. Calls reject with EtcdError, or ApiRefusal
 * (429 while the cache is not ready). Objects are shared: never change one.
 */
export interface Storage {
  readonly get: (resource: string, key: string, consistency: Consistency) => Promise<StoredObject | undefined>;
  readonly list: (
    resource: string,
    namespace: string | undefined,
    consistency: Consistency,
    scope?: Scope,
  ) => Promise<Listing>;
  readonly write: (command: Command) => Promise<Result>;
}
