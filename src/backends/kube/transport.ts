import { Agent } from 'node:https';
import axios, { type AxiosResponse } from 'axios';
import { deadline } from '../../base/system-clock.ts';
import { messageOf } from '../../core/errors.ts';
import { ApiError } from './api-error.ts';
import type { Credentials } from './credentials.ts';
import { failingOver } from './failover.ts';
import { streamWatch } from './watch-stream.ts';
import type { Answer, ApiServer, CallOptions, Method, StreamRequest, Transport } from './wire.ts';

const defaultTimeoutMs = 5000;

/** Connections to `servers`, one kept-alive agent each: a new agent for each call would shake hands each time. */
export function transport(credentials: () => Promise<Credentials>, servers: readonly ApiServer[]): Transport {
  const agents = new Map<ApiServer, Agent>();

  async function ask<T>(server: ApiServer, method: Method, path: string, call: CallOptions): Promise<Answer<T>> {
    const proof = await credentials();
    const agent = agents.get(server) ?? makeAgent(server, proof);
    agents.set(server, agent);
    const { signal, dispose } = deadline(call.timeoutMs ?? defaultTimeoutMs, call.signal);
    try {
      const response: AxiosResponse<T> = await axios.request<T>({
        method,
        url: server.url + path,
        ...(call.body === undefined ? {} : { data: JSON.stringify(call.body) }),
        headers: {
          ...proof.headers,
          accept: 'application/json',
          ...(call.body === undefined ? {} : { 'content-type': call.contentType ?? 'application/json' }),
        },
        httpsAgent: agent,
        validateStatus: () => true,
        maxRedirects: 0,
        proxy: false,
        signal,
      });
      return { status: response.status, body: response.data };
    } catch (error) {
      const reason = signal.aborted ? messageOf(signal.reason) : messageOf(error);
      const place = `${method} ${server.url}${path.split('?')[0] ?? path}`;
      throw new ApiError(`${place}: no answer: ${reason}`, { status: 0, cause: error });
    } finally {
      dispose();
    }
  }

  const stream = async ({ server, path, ...rest }: StreamRequest): Promise<void> => {
    const { url, ...named } = server;
    await streamWatch({ url: url + path, ...named, credentials: await credentials(), ...rest });
  };
  return { request: failingOver(servers, ask), stream, close: () => agents.forEach((agent) => agent.destroy()) };
}

function makeAgent(server: ApiServer, { ca, cert, key, unverified }: Credentials): Agent {
  return new Agent({
    keepAlive: true,
    ...(unverified === true ? { rejectUnauthorized: false } : {}),
    ...(ca === undefined ? {} : { ca }),
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
    ...(server.servername === undefined ? {} : { servername: server.servername }),
  });
}
