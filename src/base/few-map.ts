/**
 * A map that mostly holds one entry: that one lies in its fields, and only what comes beside it makes a Map. There are tens of
 * thousands of connections with one request at a time, and a Map of their own costs more than the request. In order of insertion.
 */
export class FewMap<K, V extends object> {
  #key: K | undefined;
  #value: V | undefined;
  #others: Map<K, V> | undefined;

  get size(): number {
    return (this.#value === undefined ? 0 : 1) + (this.#others?.size ?? 0);
  }

  get(key: K): V | undefined {
    return this.#value !== undefined && this.#key === key ? this.#value : this.#others?.get(key);
  }

  set(key: K, value: V): void {
    const hasOthers = this.#others !== undefined && this.#others.size > 0;
    if (this.#value === undefined ? hasOthers : this.#key !== key) {
      this.#others ??= new Map();
      this.#others.set(key, value);
    } else {
      this.#key = key;
      this.#value = value;
    }
  }

  /** Whether it was there. */
  delete(key: K): boolean {
    if (this.#value === undefined || this.#key !== key) return this.#others?.delete(key) ?? false;
    this.#key = undefined;
    this.#value = undefined;
    return true;
  }

  clear(): void {
    this.#key = undefined;
    this.#value = undefined;
    this.#others = undefined;
  }

  keys(): readonly K[] {
    const others = this.#others === undefined ? [] : this.#others.keys();
    return this.#value === undefined ? [...others] : [this.#key as K, ...others];
  }

  values(): readonly V[] {
    const others = this.#others === undefined ? [] : this.#others.values();
    return this.#value === undefined ? [...others] : [this.#value, ...others];
  }
}
