import { get } from 'node:http';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { expect } from 'chai';
import fc from 'fast-check';
import { malformed, pieces, read, wellFormed } from './answers.ts';

describe('ResponseReader beside node:http', () => {
  let server: Server;
  let answer = '';
  before(async () => {
    server = createServer((socket: Socket) => {
      socket.on('error', () => undefined);
      socket.on('data', () => socket.end(Buffer.from(answer, 'latin1')));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  after(() => server.close());

  const asked = (text: string): Promise<string> => {
    answer = text;
    return new Promise((resolve) => {
      const { port } = server.address() as AddressInfo;
      const request = get({ host: '127.0.0.1', port, agent: false }, (response) => {
        let body = '';
        response.setEncoding('latin1').on('data', (part: string) => (body += part));
        response.on('end', () => resolve(`${response.statusCode ?? 0} ${body}`));
        response.on('error', () => resolve('bad'));
      });
      request.on('error', () => resolve('bad'));
      request.on('close', () => resolve('bad'));
    });
  };
  const told = (text: string): string => {
    const { body, done, status } = read(text);
    return done === undefined ? 'bad' : `${status} ${body}`;
  };

  /** In these node:http is stricter than RFC 9112, or less strict; of what the harness refuses, it believes some. */
  const otherwise = new Set([
    'a header of many fields',
    'a field in any case, with blanks and tabs',
    'a length among the trailers',
    'an interim answer that speaks of a body and of the end',
    'a switch of protocols',
    'chunks whose sizes have blanks after them',
    'more than was asked for',
    'a body of 204',
    'another version',
    'a status below 100',
    'chunks in chunks',
  ]);
  for (const [what, text] of [...wellFormed, ...malformed]) {
    if (otherwise.has(what)) continue;
    it(`reads ${what} as node:http does`, async () => {
      expect(told(text)).to.equal(await asked(text));
    });
  }

  const token = fc.stringMatching(/^[A-Za-z][A-Za-z-]{0,8}$/).map((name) => `X-${name}`);
  const value = fc.stringMatching(/^[\x21-\x7e\x80-\xff]([\t -~]{0,20}[!-~])?$/);
  const fields = fc
    .array(fc.tuple(token, value), { maxLength: 6 })
    .map((all) => all.map(([name, text]) => `${name}: ${text}\r\n`).join(''));
  const content = fc.string({ unit: 'binary-ascii', maxLength: 60 });
  const counted = content.map((text) => `Content-Length: ${text.length}\r\n\r\n${text}`);
  const parts = fc.array(fc.string({ unit: 'binary-ascii', minLength: 1, maxLength: 40 }), { maxLength: 5 });
  const inChunks = fc.tuple(parts, fields).map(([all, trailers]) => {
    const chunks = all.map((text) => `${text.length.toString(16)}\r\n${text}\r\n`).join('');
    return `Transfer-Encoding: chunked\r\n\r\n${chunks}0\r\n${trailers}\r\n`;
  });
  const answers = fc
    .tuple(fc.integer({ min: 200, max: 599 }), fields, fc.oneof(counted, inChunks))
    .filter(([status]) => status !== 204 && status !== 304)
    .map(([status, some, framed]) => `HTTP/1.1 ${status} So\r\n${some}${framed}`);

  it('reads whatever is well-formed as node:http does, however it comes', async () => {
    const claim = fc.asyncProperty(
      answers.chain((text) => fc.tuple(fc.constant(text), pieces(text))),
      async ([text, some]) => {
        expect(read(...some)).to.deep.equal(read(text));
        expect(told(text)).to.equal(await asked(text));
      },
    );
    await fc.assert(claim, { numRuns: 100 });
  });
});
