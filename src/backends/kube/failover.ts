import { ApiError, deniedByRoles } from './api-error.ts';
import type { Answer, ApiServer, CallOptions, Method, Transport } from './wire.ts';

/** Asks one server once; rejects with ApiError when no answer comes. */
export type AskServer = <T>(server: ApiServer, method: Method, path: string, call: CallOptions) => Promise<Answer<T>>;

/** Tries the servers in turn, the one that answered last first. A create is never repeated once it may have been received. */
export function failingOver(servers: readonly ApiServer[], ask: AskServer): Transport['request'] {
  let order = [...servers];
  const prefer = (server: ApiServer): void => {
    if (order[0] !== server) order = [server, ...order.filter((other) => other !== server)];
  };
  return async <T>(method: Method, path: string, call: CallOptions = {}) => {
    if (call.server !== undefined) return await ask<T>(call.server, method, path, call);
    if (order.length === 0) throw new ApiError('there is no API server to ask', { status: 0 });
    let answered: Answer<T> | undefined;
    let failure: unknown;
    for (const server of order) {
      try {
        answered = await ask<T>(server, method, path, call);
        if (isUnwell(answered, method)) continue;
        prefer(server);
        return answered;
      } catch (error) {
        failure = error;
        if (call.signal?.aborted === true || (method === 'POST' && !neverSent(error))) throw error;
      }
    }
    if (answered === undefined) throw failure;
    return answered;
  };
}

/** What a neighbour may answer better: an apiserver that lost its etcd says 5xx, and may have done what it was asked. */
function isUnwell(answer: Answer<unknown>, method: Method): boolean {
  return (answer.status >= 500 && method !== 'POST') || knowsNoRoles(answer);
}

/**
 * An apiserver that has just started denies everything until it knows its roles, while its neighbours work. Where they deny as
 * well, it is not that.
 */
function knowsNoRoles({ status, body }: Answer<unknown>): boolean {
  const { message } = (typeof body === 'object' ? (body ?? {}) : {}) as { readonly message?: unknown };
  return deniedByRoles(status, message);
}

/** True where the request cannot have reached the server, so that even a create may go to the next one. */
function neverSent(error: unknown): boolean {
  const cause = error instanceof ApiError ? error.cause : error;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  return ['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOTFOUND', 'EAI_AGAIN'].includes(code);
}
