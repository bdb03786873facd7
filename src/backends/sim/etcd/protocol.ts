import type { Result } from '../store/store.ts';
import type { EtcdError } from './etcd.ts';
import type { Proposed } from './ledger.ts';

/** What an apiserver asks its member. */
export type Ask =
  | { readonly kind: 'write'; readonly id: number; readonly command: Proposed }
  | { readonly kind: 'read'; readonly id: number }
  | { readonly kind: 'watch' | 'ping' };

/** What a member says to it. `ready` is HTTP/2's preface: a frozen member's kernel accepts, and never says it. */
export type Reply =
  | { readonly kind: 'ready' | 'pong' }
  | { readonly kind: 'written'; readonly id: number; readonly result: Result | undefined }
  | { readonly kind: 'read'; readonly id: number; readonly revision: number }
  | { readonly kind: 'failed'; readonly id: number; readonly code: EtcdError['code']; readonly message: string }
  /** The member has applied so much. */
  | { readonly kind: 'progress'; readonly revision: number }
  /** The watch is over. */
  | { readonly kind: 'cancelled'; readonly message: string };

export const clientPort = 2379;
export const peerPort = 2380;
export const metricsPort = 2381;
