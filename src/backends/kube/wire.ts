import type { WatchHandlers } from './watch-stream.ts';

/** One address of the API. `servername`: whom its certificate must name, where that is not the address. */
export interface ApiServer {
  readonly url: string;
  readonly servername?: string;
}

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export interface CallOptions {
  readonly body?: unknown;
  readonly contentType?: string;
  /** For each server that is tried; 5000 unless told. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
  /** Asks this server only. */
  readonly server?: ApiServer;
}

export interface Answer<T> {
  readonly status: number;
  readonly body: T;
}

/** A watch to open. */
export interface StreamRequest extends WatchHandlers {
  readonly server: ApiServer;
  /** With its query. */
  readonly path: string;
  readonly signal: AbortSignal;
}

/** Calls over several servers of one API. */
export interface Transport {
  /** Tries the servers in turn, the one that answered last first; throws ApiError(status 0) when none answers. */
  readonly request: <T>(method: Method, path: string, call?: CallOptions) => Promise<Answer<T>>;
  /** One watch on a connection of its own: resolves when the server ends it, rejects when it fails. */
  readonly stream: (request: StreamRequest) => Promise<void>;
  readonly close: () => void;
}
