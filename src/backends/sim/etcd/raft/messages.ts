/** One place in the log. `data` is undefined in the empty entry with which a leader begins its term. */
export interface Entry<T> {
  readonly index: number;
  readonly term: number;
  readonly data: T | undefined;
}

/** Where a log stands: everything up to here is known to be agreed on, or is its end. */
export interface LogPlace {
  readonly index: number;
  readonly term: number;
}

/** What members say to each other (Ongaro 2014; pre-vote: section 9.6, reads: 6.4, transfer: 3.10). */
export type Speech<T> =
  | { readonly kind: 'vote' | 'preVote'; readonly last: LogPlace; readonly transfer: boolean }
  | { readonly kind: 'voted' | 'preVoted'; readonly reject: boolean }
  | { readonly kind: 'append'; readonly prev: LogPlace; readonly entries: readonly Entry<T>[]; readonly commit: number }
  /** `index`: what matches, or where the leader may try next. */
  | { readonly kind: 'appended'; readonly index: number; readonly reject: boolean }
  | { readonly kind: 'snapshot'; readonly at: LogPlace }
  | { readonly kind: 'beat'; readonly commit: number; readonly context: number | undefined }
  | { readonly kind: 'beaten'; readonly context: number | undefined }
  | { readonly kind: 'propose'; readonly data: T }
  | { readonly kind: 'read'; readonly context: number }
  | { readonly kind: 'readable'; readonly context: number; readonly index: number }
  | { readonly kind: 'timeoutNow' };

/** `term` is 0 where it says nothing: forwarded proposals and reads. */
export interface Message<T> {
  readonly from: number;
  readonly to: number;
  readonly term: number;
  readonly speech: Speech<T>;
}
