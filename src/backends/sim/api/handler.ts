import type { HttpAnswer, HttpRequest } from '../http/messages.ts';
import type { TolerationSeconds } from './defaults/tolerations.ts';
import type { Scope } from '../store/changes.ts';
import type { StoredObject } from '../store/object.ts';
import type { Storage } from './storage.ts';

/** What a watch asks for: a resource from a revision on. */
export interface WatchRequest {
  readonly resource: string;
  readonly namespace: string | undefined;
  /** Undefined: with the state there is, as ADDED events, first. */
  readonly after: number | undefined;
  readonly bookmarks: boolean;
  /** Whether a bookmark, annotated `k8s.io/initial-events-end`, is to say when the state there was has been sent. */
  readonly initialEventsEnd: boolean;
  readonly timeoutMs: number | undefined;
  /** What bookmarks call themselves. */
  readonly kind?: { readonly apiVersion: string; readonly kind: string };
  /** Whether the selectors let an object through. */
  readonly matches: (object: StoredObject) => boolean;
  /** The selectors as they were written: who has the same is told the same. */
  readonly selector: string;
  /** The pods of one node, or the object of one name: most watches of a large cluster are such, and are found by it. */
  readonly scope: Scope;
  /** What is sent in an object's place where the client asked for tables, or for metadata alone. */
  readonly render?: (object: StoredObject) => unknown;
}

/** What the semantics make of a request: an answer, or a watch for the apiserver to serve. */
export type Handled = HttpAnswer | { readonly watch: WatchRequest };

/** What the semantics need besides storage; draws and instants are the apiserver's, so that runs repeat. */
export interface ApiContext {
  readonly storage: Storage;
  readonly newUid: () => string;
  readonly newSuffix: () => string;
  /** RFC 3339, whole seconds. */
  readonly timestamp: () => string;
  /** Unix ms. */
  readonly unixMs: () => number;
  readonly tolerationSeconds: TolerationSeconds;
  /** Admission webhooks: the object as they leave it, at once where none has to be asked; throws or rejects with ApiRefusal. */
  readonly admit: (
    resource: string,
    operation: 'CREATE' | 'UPDATE',
    object: StoredObject,
  ) => StoredObject | Promise<StoredObject>;
}

/** The API of an apiserver, without time, network or etcd: those are its context's. Rejects with ApiRefusal and EtcdError. */
export type ApiHandler = (request: HttpRequest, context: ApiContext) => Promise<Handled>;
