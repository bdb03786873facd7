/** What ends with a process, without a closure of its own, and is kept in mind without an entry of a set: many thousands come and go. */
export abstract class Dependent {
  /** Its neighbours among those that end with the process. */
  before: Dependent | undefined;
  behind: Dependent | undefined;

  /** Called once, when the process has ended. */
  abstract processEnded(code: number): void;
}

/** What ends with one process, in the order in which it came. */
export class Dependents {
  #first: Dependent | undefined;
  #last: Dependent | undefined;

  /** One that is in no list. */
  add(one: Dependent): void {
    one.before = this.#last;
    if (this.#last === undefined) this.#first = one;
    else this.#last.behind = one;
    this.#last = one;
  }

  /** Does nothing where it is not among them. */
  remove(one: Dependent): void {
    if (one.before === undefined && this.#first !== one) return;
    if (one.before === undefined) this.#first = one.behind;
    else one.before.behind = one.behind;
    if (one.behind === undefined) this.#last = one.before;
    else one.behind.before = one.before;
    one.before = undefined;
    one.behind = undefined;
  }

  /** Takes all of them out. */
  takeAll(): readonly Dependent[] {
    const all: Dependent[] = [];
    for (let one = this.#first; one !== undefined; one = this.#first) {
      this.remove(one);
      all.push(one);
    }
    return all;
  }
}
