import { ApiError } from './api-error.ts';
import type { Answer, ApiServer, CallOptions, Method, Transport } from './wire.ts';

type VerbOptions = Pick<CallOptions, 'timeoutMs' | 'signal' | 'server'>;

export interface KubeList<T> {
  readonly metadata: { readonly resourceVersion: string; readonly continue?: string };
  readonly items: readonly T[];
}

/**
 * Control calls to the Kubernetes API. Throws ApiError; a call that may be repeated is tried at every server.
 * The shape of an answer is the caller's claim.
 */
export interface KubeClient extends Transport {
  readonly servers: readonly ApiServer[];
  /** Undefined when there is no such object. */
  readonly get: <T>(path: string, options?: VerbOptions) => Promise<T | undefined>;
  readonly list: <T>(path: string, options?: VerbOptions) => Promise<KubeList<T>>;
  /** Never repeated at another server after it may have been received. */
  readonly create: <T>(path: string, body: unknown, options?: VerbOptions) => Promise<T>;
  /** Server-side apply of a whole object, taking over its fields. */
  readonly apply: <T>(path: string, body: unknown, options?: VerbOptions) => Promise<T>;
  /** JSON merge patch. */
  readonly patch: <T>(path: string, body: unknown, options?: VerbOptions) => Promise<T>;
  /** Deletes in the background; false when there was no such object. */
  readonly remove: (path: string, options?: VerbOptions) => Promise<boolean>;
}

const fieldManager = 'aftershock';

/** The verbs of a client over any transport. */
export function clientOver(wire: Transport, servers: readonly ApiServer[]): KubeClient {
  const { request } = wire;
  async function demand<T>(method: Method, path: string, call: CallOptions = {}): Promise<T> {
    const answer = await request<T>(method, path, call);
    if (answer.status >= 200 && answer.status < 300) return answer.body;
    throw refusal(method, path, answer);
  }
  return {
    ...wire,
    servers,
    get: <T>(path: string, call?: VerbOptions) => orMissing(demand<T>('GET', path, call)),
    list: <T>(path: string, call?: VerbOptions) => demand<KubeList<T>>('GET', path, call),
    create: <T>(path: string, body: unknown, call?: VerbOptions) => demand<T>('POST', path, { ...call, body }),
    apply: <T>(path: string, body: unknown, call?: VerbOptions) =>
      demand<T>('PATCH', `${path}${path.includes('?') ? '&' : '?'}fieldManager=${fieldManager}&force=true`, {
        ...call,
        body,
        contentType: 'application/apply-patch+yaml',
      }),
    patch: <T>(path: string, body: unknown, call?: VerbOptions) =>
      demand<T>('PATCH', path, { ...call, body, contentType: 'application/merge-patch+json' }),
    remove: async (path, call) =>
      (await orMissing(demand('DELETE', path, { ...call, body: { propagationPolicy: 'Background' } }))) !== undefined,
  };
}

async function orMissing<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return undefined;
    throw error;
  }
}

function refusal(method: Method, path: string, { status, body }: Answer<unknown>): ApiError {
  const { message, reason } = (typeof body === 'object' ? (body ?? {}) : {}) as Partial<Record<string, string>>;
  const words = message ?? (typeof body === 'string' && body !== '' ? body.slice(0, 300) : 'no message');
  return new ApiError(`${method} ${path.split('?')[0] ?? path}: ${status}: ${words}`, { status, reason });
}
