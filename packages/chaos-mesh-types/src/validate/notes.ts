import type { Finding, Path } from './finding.ts';

type Words = Omit<Finding, 'path' | 'message'>;

/** Where rules write down what they find. Paths count from where the notes stand. */
export class Notes {
  readonly errors: Finding[];
  readonly warnings: Finding[];
  readonly #base: Path;
  readonly #soft: boolean;

  constructor(into: Pick<Notes, 'errors' | 'warnings'> = { errors: [], warnings: [] }, base: Path = [], soft = false) {
    this.errors = into.errors;
    this.warnings = into.warnings;
    this.#base = base;
    this.#soft = soft;
  }

  /** The same notes, standing further in. */
  at(...path: Path): Notes {
    return new Notes(this, [...this.#base, ...path], this.#soft);
  }

  /** The same notes for a part that admission does not look into: what is wrong there is accepted, and never works. */
  unchecked(): Notes {
    return new Notes(this, this.#base, true);
  }

  /** Admission refuses this. */
  error(path: Path, message: string, words: Words = {}): void {
    if (this.#soft) this.warn(path, message, words);
    else this.errors.push({ path: [...this.#base, ...path], message, ...words });
  }

  /** Admission accepts this, and it never works. */
  warn(path: Path, message: string, words: Words = {}): void {
    this.warnings.push({ path: [...this.#base, ...path], message, ...words });
  }
}
