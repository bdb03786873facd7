import type { ConnectionMode } from '../../core/stream.ts';
import type { Operation } from './operation.ts';

const token = /^[!#$%&'*+\-.^_`|~\dA-Za-z]+$/;
const value = /^[\t\x20-\x7e\x80-\xff]*$/;
const target = /^[\x21-\x7e\x80-\xff]+$/;
/** They say where a request ends and what becomes of its connection, which is not for an endpoint to say. */
const framing: readonly string[] = ['connection', 'content-length', 'transfer-encoding', 'expect', 'upgrade'];

/**
 * What writes a stream's `count`-th request, whole. `host` is sent where the operation names no other. Throws TypeError when the path, or
 * the name or value of a header, has a character that could begin another line, or when a header is one of the request's own framing.
 */
export function requestWriter(
  { method, path, headers, body }: Operation,
  host: string,
  connection: ConnectionMode,
): (count: number) => Buffer {
  if (!target.test(path)) throw new TypeError(`a request cannot ask for ${JSON.stringify(path)}`);
  const fields = new Map([['host', host]]);
  for (const [name, text] of Object.entries(headers)) fields.set(checkedName(name), checkedValue(name, text));
  fields.set('connection', connection === 'new' ? 'close' : 'keep-alive');
  const lines = [...fields].map(([name, text]) => `${name}: ${text}\r\n`);
  const head = `${method} ${path} HTTP/1.1\r\n${lines.join('')}`;
  const bare = Buffer.from(`${head}\r\n`, 'latin1');
  return (count) => {
    const text = body(count);
    if (text === undefined) return bare;
    const content = Buffer.from(text);
    return Buffer.concat([Buffer.from(`${head}content-length: ${content.length}\r\n\r\n`, 'latin1'), content]);
  };
}

function checkedName(name: string): string {
  const lower = name.toLowerCase();
  if (!token.test(name)) throw new TypeError(`a header cannot be named ${JSON.stringify(name)}`);
  if (framing.includes(lower)) throw new TypeError(`a probe's header must not be ${lower}`);
  return lower;
}

/** Says nothing of the value: it may be a secret. */
function checkedValue(name: string, text: string): string {
  if (!value.test(text)) throw new TypeError(`the header ${name} has a character that no header may have`);
  return text;
}
