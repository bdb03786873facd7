import type { PodIdentity } from './pod-identity.ts';

/** A webhook that must be asked before a pod of the namespace is made, and that nobody serves. */
interface RefuseCreates {
  readonly name: 'refuse-creates';
  /** The configuration's name. */
  readonly webhook: string;
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** A field of an object by which the effect of a change is seen: that it has a value, or at least so much. */
export interface FieldSight {
  readonly path: string;
  /** Keys, joined by dots: `status.readyReplicas`. */
  readonly field: string;
  /** `0` is met by an absent number as well: the API leaves it out. */
  readonly expect: { readonly is: string | number | boolean } | { readonly atLeast: number };
}

/** A JSON merge patch of one object, and the one that takes it back. The object carries the run's mark meanwhile. */
interface PatchObject {
  readonly name: 'patch';
  readonly what: string;
  /** Whose mark the object carries. */
  readonly run: string;
  readonly path: string;
  readonly change: Readonly<Record<string, unknown>>;
  readonly undo: Readonly<Record<string, unknown>>;
  readonly seenBy: FieldSight;
}

/** Asks for the eviction of pods, as `kubectl drain` does, for as long as their disruption budgets refuse. */
interface EvictPods {
  readonly name: 'evict';
  readonly what: string;
  readonly pods: readonly PodIdentity[];
}

/** An object that the run makes, and the path that it has in the API. */
export interface MadeObject {
  readonly path: string;
  readonly object: Readonly<Record<string, unknown>>;
}

/** Makes objects of the run's own and waits until what they ask for is Ready; undone by removing them. */
interface MakeObjects {
  readonly name: 'make';
  readonly what: string;
  readonly objects: readonly MadeObject[];
  readonly seenBy: FieldSight;
}

/** Removes an object that the run itself has made, with all that is in it. */
interface RemoveObject {
  readonly name: 'remove';
  readonly what: string;
  readonly path: string;
}

export type ApiVerb = RefuseCreates | PatchObject | EvictPods | MakeObjects | RemoveObject;

/** The variant of a name. */
export type ApiVerbOf<Name extends ApiVerb['name']> = Extract<ApiVerb, { readonly name: Name }>;
