import type { IncomingMessage } from 'node:http';
import { parse } from 'yaml';
import type { HttpRequest } from '../http/messages.ts';
import { readProtobuf, UnknownProtobuf } from './protobuf.ts';

/** A body that cannot be read: what the API says to it. */
export class UnreadableBody extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.name = 'UnreadableBody';
    this.status = status;
  }
}

/** A request as the simulated API takes it. Rejects with UnreadableBody. */
export async function readRequest(request: IncomingMessage): Promise<HttpRequest> {
  const { method = 'GET', url = '/', headers } = request;
  const kept = Object.entries(headers).flatMap(([name, value]): [string, string][] =>
    typeof value === 'string' ? [[name, value]] : [],
  );
  return {
    method,
    path: url,
    headers: { ...Object.fromEntries(kept), 'x-user': 'kubernetes-admin' },
    body: bodyOf(await textOf(request), headers['content-type'] ?? ''),
  };
}

async function textOf(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

function bodyOf(content: Buffer, type: string): unknown {
  if (content.length === 0) return undefined;
  if (type.includes('protobuf')) return fromProtobuf(content);
  if (type.includes('cbor')) throw new UnreadableBody(415, `${unknownFormat}: cbor`);
  const text = content.toString();
  try {
    return type.includes('yaml') ? (parse(text) as unknown) : (JSON.parse(text) as unknown);
  } catch (error) {
    throw new UnreadableBody(400, `error decoding the body: ${(error as Error).message}`);
  }
}

const unknownFormat =
  'the body of the request was in an unknown format - accepted media types include: application/json, application/yaml';

function fromProtobuf(content: Buffer): unknown {
  try {
    return readProtobuf(content);
  } catch (error) {
    if (error instanceof UnknownProtobuf) throw new UnreadableBody(415, `${unknownFormat}: ${error.message}`);
    throw error;
  }
}
