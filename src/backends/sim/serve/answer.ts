import type { ServerResponse } from 'node:http';
import type { HttpAnswer } from '../http/messages.ts';

/** Writes an answer of the simulated API as a real one. */
export function writeAnswer(response: ServerResponse, { status, headers, body }: HttpAnswer): void {
  const isText = typeof body === 'string';
  const text = isText ? body : JSON.stringify(body ?? {});
  response.writeHead(status, {
    'content-type': isText ? 'text/plain; charset=utf-8' : 'application/json',
    ...headers,
    'audit-id': 'simulated',
    'content-length': Buffer.byteLength(text),
  });
  response.end(text);
}

/** Begins an answer that goes on: one line of JSON a chunk. */
export function writeHead(response: ServerResponse, { status, headers }: HttpAnswer): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers, 'transfer-encoding': 'chunked' });
  // The client of a silent watch waits for the head.
  response.flushHeaders();
}

/** One event of a watch. */
export function writeChunk(response: ServerResponse, chunk: unknown): void {
  response.write(`${JSON.stringify(chunk)}\n`);
}
