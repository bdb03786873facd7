import { get as httpGet, type IncomingMessage } from 'node:http';
import { get as httpsGet } from 'node:https';
import { StringDecoder } from 'node:string_decoder';
import { deadline } from '../../base/system-clock.ts';
import type { Credentials } from './credentials.ts';

/** The server no longer has the history that was asked for: list again. */
export class HistoryLost extends Error {}

export interface WatchEvent {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK' | 'ERROR';
  readonly object: unknown;
}

/** Who is told of a watch. */
export interface WatchHandlers {
  readonly onOpen: () => void;
  /** Never told of an ERROR: the watch fails with HistoryLost instead. */
  readonly onEvent: (event: WatchEvent) => void;
}

interface HttpWatch extends WatchHandlers {
  readonly url: string;
  readonly servername?: string;
  readonly credentials: Credentials;
  readonly signal: AbortSignal;
}

const openWithinMs = 5000;
const keepAliveMs = 5000;

/**
 * One watch request on a connection of its own: resolves when the server ends it, rejects when it fails. TCP keepalive
 * (5 s, then ten probes of 1 s) finds a peer that went silent, because an idle watch says nothing for a minute.
 */
export function streamWatch(request: HttpWatch): Promise<void> {
  const url = new URL(request.url);
  const { ca, cert, key, headers, unverified } = request.credentials;
  const send = url.protocol === 'http:' ? httpGet : httpsGet;
  const stop = new AbortController();
  const opening = deadline(openWithinMs);
  opening.signal.addEventListener('abort', () => stop.abort(opening.signal.reason), { once: true });
  return new Promise<void>((resolve, reject) => {
    const outgoing = send(
      url,
      {
        ca,
        cert,
        key,
        headers: { ...headers, accept: 'application/json' },
        agent: false,
        ...(unverified === true ? { rejectUnauthorized: false } : {}),
        signal: AbortSignal.any([request.signal, stop.signal]),
        ...(request.servername === undefined ? {} : { servername: request.servername }),
      },
      (response) => {
        opening.dispose();
        read(response, request).then(resolve, reject);
      },
    );
    outgoing.on('socket', (socket) => socket.setKeepAlive(true, keepAliveMs));
    outgoing.on('error', reject);
  }).finally(opening.dispose);
}

async function read(response: IncomingMessage, request: HttpWatch): Promise<void> {
  if (response.statusCode === 410) {
    response.destroy();
    throw new HistoryLost('410 Gone');
  }
  if (response.statusCode !== 200) {
    response.destroy();
    throw new Error(`the watch was answered with ${response.statusCode ?? 0}`);
  }
  request.onOpen();
  const decoder = new StringDecoder('utf8');
  let rest = '';
  for await (const chunk of response) {
    const lines = (rest + decoder.write(chunk as Buffer)).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line !== '') pass(JSON.parse(line) as WatchEvent, request);
  }
}

/** Hands an event on. Throws HistoryLost for an ERROR. */
export function pass(event: WatchEvent, handlers: WatchHandlers): void {
  if (event.type !== 'ERROR') {
    handlers.onEvent(event);
    return;
  }
  const { code, message } = event.object as { code?: number; message?: string };
  // Any error in the stream leaves a gap that only a list can close.
  throw new HistoryLost(`${code ?? 0}: ${message ?? 'no message'}`);
}
