import fc from 'fast-check';
import { ResponseReader } from '../../../src/backends/prober/http-response.ts';

/** All that is to be known of an answer. */
export interface Read {
  readonly status: number;
  readonly body: string;
  /** Undefined: it did not end. */
  readonly done: 'by itself' | 'with the connection' | undefined;
  readonly keepMs: number;
  readonly error?: string;
}

/** What is read of an answer that comes in these pieces, before its connection ends. */
export function read(...pieces: readonly string[]): Read {
  let body = '';
  const reader = new ResponseReader({ body: (bytes) => (body += bytes.toString('latin1')) });
  try {
    for (const piece of pieces) {
      const bytes = Buffer.from(piece, 'latin1');
      reader.take(bytes, 0);
      // As the buffer of a connection is, when more comes.
      bytes.fill('x');
    }
  } catch (error) {
    return { status: reader.status, body, done: undefined, keepMs: 0, error: (error as Error).message };
  }
  const { done, status } = reader;
  const ends = reader.end();
  return { status, body, done: done ? 'by itself' : ends ? 'with the connection' : undefined, keepMs: reader.keepMs };
}

export const ok = 'HTTP/1.1 200 OK\r\n';
export const chunked = `${ok}Transfer-Encoding: chunked\r\n\r\n`;
const kept = { done: 'by itself', keepMs: Infinity } as const;
const once = { done: 'by itself', keepMs: 0 } as const;
const rest = { done: 'with the connection', keepMs: 0 } as const;

export const wellFormed: readonly (readonly [what: string, answer: string, read: Partial<Read>])[] = [
  ['a counted body', `${ok}Content-Length: 2\r\n\r\nok`, { status: 200, body: 'ok', ...kept }],
  ['a counted body of nothing', `${ok}Content-Length: 0\r\n\r\n`, { body: '', ...kept }],
  ['a field in any case, with blanks and tabs', `${ok}cOnTeNt-LeNgTh:\t 2 \t\r\n\r\nok`, { body: 'ok', ...kept }],
  ['no reason phrase', 'HTTP/1.1 200\r\nContent-Length: 2\r\n\r\nok', { status: 200, body: 'ok', ...kept }],
  ['an empty reason phrase', 'HTTP/1.1 200 \r\nContent-Length: 2\r\n\r\nok', { status: 200, body: 'ok', ...kept }],
  ['an empty line before it', `\r\n${ok}Content-Length: 2\r\n\r\nok`, { status: 200, body: 'ok', ...kept }],
  ['a body to the end of the connection', `${ok}X: y\r\n\r\nall\r\n\r\nof it`, { body: 'all\r\n\r\nof it', ...rest }],
  ['no header at all', `${ok}\r\nok`, { body: 'ok', ...rest }],
  ['204', 'HTTP/1.1 204 No Content\r\n\r\n', { status: 204, body: '', ...kept }],
  [
    '304, with the length of what was not sent',
    'HTTP/1.1 304 X\r\nContent-Length: 9\r\n\r\n',
    { status: 304, ...kept },
  ],
  ['chunks', `${chunked}2\r\nok\r\nA\r\n0123456789\r\n0\r\n\r\n`, { body: 'ok0123456789', ...kept }],
  ['chunks with extensions', `${chunked}2;a=b;c="x"\r\nok\r\n0;last\r\n\r\n`, { body: 'ok', ...kept }],
  ['chunks whose sizes have blanks after them', `${chunked}2 \t\r\nok\r\n0 ;x\r\n\r\n`, { body: 'ok', ...kept }],
  ['chunks with trailers', `${chunked}2\r\nok\r\n0\r\nA: b\r\nC: d\r\n\r\n`, { body: 'ok', ...kept }],
  ['a length among the trailers', `${chunked}2\r\nok\r\n0\r\nContent-Length: 7\r\n\r\n`, { body: 'ok', ...kept }],
  ['chunks that have line ends in them', `${chunked}4\r\n\r\n\r\n\r\n0\r\n\r\n`, { body: '\r\n\r\n', ...kept }],
  [
    'chunks as the last of two codings',
    `${ok}Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n`,
    { body: 'ok', ...kept },
  ],
  ['another coding than chunks', `${ok}Transfer-Encoding: gzip\r\n\r\nok`, { body: 'ok', ...rest }],
  ['chunks that another coding went over', `${ok}Transfer-Encoding: chunked, gzip\r\n\r\nok`, { body: 'ok', ...rest }],
  [
    'chunks of HTTP/1.0',
    'HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n',
    { body: 'ok', ...once },
  ],
  [
    'chunks that a second field says another coding went over',
    `${ok}Transfer-Encoding: chunked\r\nTransfer-Encoding: gzip\r\n\r\nok`,
    { body: 'ok', ...rest },
  ],
  ['an answer that is the last', `${ok}Connection: close\r\nContent-Length: 2\r\n\r\nok`, { body: 'ok', ...once }],
  ['close among other options', `${ok}Connection: x, Close\r\nContent-Length: 0\r\n\r\n`, once],
  ['close in the first of two fields', `${ok}Connection: close\r\nConnection: x\r\nContent-Length: 0\r\n\r\n`, once],
  ['close in a second field', `${ok}Connection: x\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`, once],
  ['HTTP/1.0', 'HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok', { body: 'ok', ...once }],
  ['HTTP/1.0 that stays', 'HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 0\r\n\r\n', kept],
  ['HTTP/1.0 to the end', 'HTTP/1.0 200 OK\r\nConnection: keep-alive\r\n\r\nok', { body: 'ok', ...rest }],
  ['a time to live', `${ok}Keep-Alive: timeout=5, max=100\r\nContent-Length: 0\r\n\r\n`, { keepMs: 5000 }],
  [
    'a time to live that is not the first',
    `${ok}Keep-Alive: max=9,timeout=3\r\nContent-Length: 0\r\n\r\n`,
    { keepMs: 3000 },
  ],
  ['a time to live of nothing', `${ok}Keep-Alive: timeout=0\r\nContent-Length: 0\r\n\r\n`, once],
  ['a time to live that is no number', `${ok}Keep-Alive: timeout=5s\r\nContent-Length: 0\r\n\r\n`, kept],
  ['more than was asked for', `${ok}Content-Length: 2\r\n\r\nokMORE`, { body: 'ok', ...once }],
  ['a body of 204', 'HTTP/1.1 204 No Content\r\n\r\nbody', { body: '', ...once }],
  [
    'interim answers before it',
    `HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n${ok}Content-Length: 2\r\n\r\nok`,
    { status: 200, body: 'ok', ...kept },
  ],
  [
    'an interim answer that speaks of a body and of the end',
    `HTTP/1.1 103 X\r\nConnection: close\r\nContent-Length: 9\r\nKeep-Alive: timeout=1\r\n\r\n${ok}Content-Length: 2\r\n\r\nok`,
    { status: 200, body: 'ok', ...kept },
  ],
  ['an interim answer only', 'HTTP/1.1 100 Continue\r\n\r\n', { status: 0, done: undefined }],
  ['a cut header', `${ok}Conte`, { status: 0, done: undefined }],
  ['a cut body', `${ok}Content-Length: 5\r\n\r\nok`, { status: 200, body: 'ok', done: undefined }],
  ['a cut chunk', `${chunked}5\r\nok`, { body: 'ok', done: undefined }],
  ['cut trailers', `${chunked}0\r\nA: b\r\n`, { status: 200, done: undefined }],
  ['nothing', '', { status: 0, done: undefined }],
];

export const malformed: readonly (readonly [what: string, answer: string, words: string])[] = [
  ['another protocol', 'SSH-2.0-OpenSSH_9\r\n\r\n', '"SSH-2.0-OpenSSH_9" is no status line of HTTP/1.1'],
  ['another version', 'HTTP/2.0 200 OK\r\n\r\n', 'is no status line'],
  ['a status of four digits', 'HTTP/1.1 2000 OK\r\n\r\n', 'is no status line'],
  ['a status below 100', 'HTTP/1.1 099 OK\r\n\r\n', 'is no status line'],
  ['a line that ends without a carriage return', 'HTTP/1.1 200 OK\nX: y\r\n\r\n', 'ends without a carriage return'],
  ['a carriage return within a line', `${ok}X: a\rb\r\n\r\n`, 'is no header field'],
  ['a folded line', `${ok}X: a\r\n b\r\n\r\n`, '" b" is no header field'],
  ['a blank before the colon', `${ok}Content-Length : 2\r\n\r\nok`, 'is no header field'],
  ['a line without a colon', `${ok}nonsense\r\n\r\n`, '"nonsense" is no header field'],
  ['a field without a name', `${ok}: x\r\n\r\n`, 'is no header field'],
  ['a control character', `${ok}X: a\u0000b\r\n\r\n`, 'is no header field'],
  ['two lengths that differ', `${ok}Content-Length: 2\r\nContent-Length: 3\r\n\r\nok`, 'two Content-Length'],
  ['two lengths that do not', `${ok}Content-Length: 2\r\nContent-Length: 2\r\n\r\nok`, 'two Content-Length'],
  ['a list of lengths', `${ok}Content-Length: 2, 2\r\n\r\nok`, 'a Content-Length of "2, 2"'],
  ['a length with a sign', `${ok}Content-Length: +2\r\n\r\nok`, 'a Content-Length of "+2"'],
  ['a length beyond all numbers', `${ok}Content-Length: ${'9'.repeat(16)}\r\n\r\n`, 'a Content-Length of'],
  ['a length with a hard blank', `${ok}Content-Length: 2\u00a0\r\n\r\nok`, 'a Content-Length of'],
  ['an empty length', `${ok}Content-Length:\r\n\r\n`, 'a Content-Length of ""'],
  [
    'a length and chunks',
    `${chunked.slice(0, -2)}Content-Length: 2\r\n\r\n2\r\nok\r\n0\r\n\r\n`,
    'both Transfer-Encoding',
  ],
  ['chunks in chunks', `${ok}Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n`, 'chunked twice'],
  ['a size that is none', `${chunked}zz\r\nok\r\n`, '"zz" is no size of a chunk'],
  ['an empty size', `${chunked}\r\nok\r\n`, '"" is no size of a chunk'],
  ['a negative size', `${chunked}-2\r\nok\r\n`, 'is no size of a chunk'],
  ['a size in another notation', `${chunked}0x2\r\nok\r\n`, 'is no size of a chunk'],
  ['a size beyond all numbers', `${chunked}${'f'.repeat(14)}\r\n`, 'is no size of a chunk'],
  ['a chunk that is longer than it says', `${chunked}2\r\nokay\r\n`, 'a chunk is longer than it says: "ay"'],
  ['a trailer that is none', `${chunked}0\r\nnonsense\r\n\r\n`, 'is no trailer field'],
  ['a switch of protocols', 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n', 'which nobody asked for'],
  ['a header without end', `${ok}X: ${'a'.repeat(20_000)}\r\n\r\n`, 'a header of more than 16384 bytes'],
  ['a header of many fields', `${ok}${'X: y\r\n'.repeat(3000)}\r\n`, 'a header of more than 16384 bytes'],
  [
    'extensions without end',
    `${chunked}2;${'a'.repeat(20_000)}\r\n`,
    'a first line of a chunk of more than 16384 bytes',
  ],
  ['trailers without end', `${chunked}0\r\n${'A: b\r\n'.repeat(3000)}`, 'a trailer of more than 16384 bytes'],
];

/** A text cut into pieces at these places. */
export function cut(text: string, places: readonly number[]): readonly string[] {
  const sorted = [0, ...[...new Set(places)].sort((a, b) => a - b), text.length];
  return sorted.slice(1).map((to, i) => text.slice(sorted[i], to));
}

/** The answers themselves, and ways to cut each. */
export const pieces = (answer: string): fc.Arbitrary<readonly string[]> =>
  fc.array(fc.nat(answer.length), { maxLength: 12 }).map((places) => cut(answer, places));
