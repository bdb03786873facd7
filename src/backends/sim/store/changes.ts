import type { StoredObject } from './object.ts';

/** One change, in the order of revisions. `object` of a removal is the last state, with the removal's revision. */
export interface Change {
  readonly revision: number;
  readonly resource: string;
  readonly key: string;
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly object: StoredObject;
  readonly before: StoredObject | undefined;
}

/** Which objects of a resource are meant: those of one name, or those that are on one node; all where neither is set. */
export interface Scope {
  readonly name?: string | undefined;
  readonly node?: string | undefined;
}

/** Changes of a resource in the order of revisions. Those of a name or a node are found without the others: thousands of kubelets ask, each for its own. */
export class Changes {
  #all: Change[] = [];
  readonly #byName = new Map<string, Change[]>();
  readonly #byNode = new Map<string, Change[]>();

  add(change: Change): void {
    const { object, before } = change;
    const [from, to] = [nodeOf(before), nodeOf(object)];
    this.#all.push(change);
    file(this.#byName, object.metadata.name, change);
    if (to !== undefined) file(this.#byNode, to, change);
    if (from !== undefined && from !== to) file(this.#byNode, from, change);
  }

  /** Those in (after, upTo]. */
  between(after: number, upTo: number, { name, node }: Scope = {}): readonly Change[] {
    if (name !== undefined) return changesBetween(this.#byName.get(name) ?? [], after, upTo);
    if (node !== undefined) return changesBetween(this.#byNode.get(node) ?? [], after, upTo);
    return changesBetween(this.#all, after, upTo);
  }

  /** Forgets those up to a revision. */
  forget(upTo: number): void {
    this.#all = changesBetween(this.#all, upTo, Infinity);
    for (const index of [this.#byName, this.#byNode]) {
      for (const [key, changes] of index) {
        const left = changesBetween(changes, upTo, Infinity);
        if (left.length === 0) index.delete(key);
        else index.set(key, left);
      }
    }
  }
}

/** Of changes in the order of revisions those in (after, upTo]. */
export function changesBetween(changes: readonly Change[], after: number, upTo: number): Change[] {
  return changes.slice(firstAfter(changes, after), firstAfter(changes, upTo));
}

/** The node that a pod is on. */
export function nodeOf(object: StoredObject | undefined): string | undefined {
  return (object?.['spec'] as { readonly nodeName?: string } | undefined)?.nodeName;
}

function file(index: Map<string, Change[]>, key: string, change: Change): void {
  const known = index.get(key);
  if (known === undefined) index.set(key, [change]);
  else known.push(change);
}

/** Where the changes after a revision begin. */
function firstAfter(changes: readonly Change[], revision: number): number {
  if ((changes.at(-1)?.revision ?? 0) <= revision) return changes.length;
  let low = 0;
  let high = changes.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((changes[middle]?.revision ?? 0) <= revision) low = middle + 1;
    else high = middle;
  }
  return low;
}
