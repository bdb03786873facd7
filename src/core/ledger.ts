/** What an acknowledged write is known by afterwards. */
interface Written {
  /** The version that the API gave it: those of one resource grow with every write. */
  readonly revision: string;
}

/** All entries that one apiserver gave back, or why it gave none. */
export type LedgerPage = { readonly instance: string } & (
  | { readonly entries: readonly (readonly [entry: number, revision: string])[] }
  | { readonly error: string }
);

/** A place of the run's own that entries are written to, and read back from. */
export interface Ledger {
  /** Writes one entry, once; rejects when it was not acknowledged. What was not acknowledged may be there all the same. */
  readonly append: (entry: number, signal: AbortSignal) => Promise<Written>;
  /** Asks each apiserver, past its cache, for all entries. */
  readonly readBack: (signal: AbortSignal) => Promise<readonly LedgerPage[]>;
}
