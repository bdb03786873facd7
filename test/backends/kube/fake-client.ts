import { ApiError } from '../../../src/backends/kube/api-error.ts';
import type { KubeClient } from '../../../src/backends/kube/kube-client.ts';

/** One call, as it was made: `DELETE /path`. */
export type Handler = (method: string, path: string, body: unknown) => unknown;

/** What a handler throws for an answer that is no success. */
export function refusal(status: number, message = 'refused', reason?: string): ApiError {
  return new ApiError(`${status}: ${message}`, { status, reason });
}

/** Nobody answers. */
export function silence(): ApiError {
  return new ApiError('no answer', { status: 0 });
}

/** A client without a wire: every call goes to `handler`, which answers with a body or throws. */
export function fakeClient(handler: Handler): KubeClient & { readonly calls: readonly string[] } {
  const calls: string[] = [];
  const call = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    calls.push(`${method} ${path}`);
    return handler(method, path, body) as T;
  };
  const orMissing = async <T>(work: Promise<T>): Promise<T | undefined> =>
    work.catch((error: unknown) => {
      if (error instanceof ApiError && error.status === 404) return undefined;
      throw error;
    });
  return {
    calls,
    servers: [],
    stream: async () => {},
    request: async (method, path, options) => ({ status: 200, body: await call(method, path, options?.body) }),
    get: (path) => orMissing(call('GET', path)),
    list: (path) => call('GET', path),
    create: (path, body) => call('POST', path, body),
    apply: (path, body) => call('APPLY', path, body),
    patch: (path, body) => call('PATCH', path, body),
    remove: async (path) => (await orMissing(call<object>('DELETE', path))) !== undefined,
    close: () => {},
  };
}
