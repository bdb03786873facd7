/** A fault put into the product on purpose: a text of one file, found exactly once, and another in its place. */
export interface Mutant {
  readonly name: string;
  readonly file: string;
  readonly from: string;
  readonly to: string;
  /** Test files that are run on it: at least one test of them must turn red. */
  readonly tests: readonly string[];
}
