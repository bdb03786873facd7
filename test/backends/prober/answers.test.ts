import { createServer, type AddressInfo } from 'node:net';
import { expect } from 'chai';
import type { RequestObservation } from '../../../src/core/observation.ts';
import type { ConnectionMode } from '../../../src/core/stream.ts';
import type { Talk } from '../../support/raw-server.ts';
import { at, clock, ok, okay, say, sayThen, sender } from './probing.ts';

/** What is seen of one request to a server that talks so. */
function seenAt(talk: Talk, connection: ConnectionMode = 'new', secure = false): Promise<RequestObservation> {
  return at(talk, secure, async ({ endpoint }) => {
    const one = sender(endpoint, connection);
    const seen = await one.send(clock.now());
    one.close();
    return seen;
  });
}

const sayAndEnd =
  (text: string): Talk =>
  (socket) =>
    socket.end(text);
describe('what is seen of an answer', () => {
  const good: readonly (readonly [what: string, talk: Talk])[] = [
    ['is counted', say(okay)],
    ['comes in chunks', say(`${ok}Transfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n`)],
    ['lasts as long as its connection', sayThen(`${ok}\r\nhalf`, (socket) => socket.end(' and half'))],
    ['follows interim ones', say(`HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n${okay}`)],
    ['is of HTTP/1.0', sayAndEnd('HTTP/1.0 200 OK\r\n\r\nok')],
    ['comes in two halves', sayThen(okay.slice(0, 20), (socket) => socket.write(okay.slice(20)))],
    ['has more after it than was asked for', say(`${okay}${okay}`)],
  ];
  const bad: readonly (readonly [what: string, talk: Talk, seen: Partial<RequestObservation>])[] = [
    ['never comes', sayAndEnd(''), { error: 'closed', detail: 'socket hang up' }],
    ['is cut in its header', sayAndEnd(`${ok}Conte`), { error: 'closed', detail: 'socket hang up' }],
    [
      'is cut in its body',
      sayAndEnd(`${ok}Content-Length: 9\r\n\r\nok`),
      { error: 'closed', detail: 'the connection closed before an answer', status: 200 },
    ],
    [
      'is cut in a chunk',
      sayThen(`${ok}Transfer-Encoding: chunked\r\n\r\n9\r\nok`, (socket) => socket.end()),
      { error: 'closed', detail: 'the connection closed before an answer', status: 200 },
    ],
    [
      'is of another protocol',
      say('SSH-2.0-OpenSSH_9\r\n'),
      { error: 'other', detail: 'malformed answer: "SSH-2.0-OpenSSH_9" is no status line of HTTP/1.1' },
    ],
    ['has two lengths', say(`${ok}Content-Length: 2\r\nContent-Length: 3\r\n\r\nok`), { error: 'other' }],
    ['has a header without end', say(`${ok}X: ${'y'.repeat(20_000)}`), { error: 'other' }],
    ['is bad and cut', sayAndEnd('HTTP/1.1 503 No\r\nContent-Length: 9\r\n\r\nbusy'), { error: 'closed', status: 503 }],
  ];
  const endless: typeof bad = [
    ['does not begin', () => undefined, { error: 'timeout', detail: 'no answer within 300 ms' }],
    ['is an interim one only', say('HTTP/1.1 100 Continue\r\n\r\n'), { detail: 'no answer within 300 ms' }],
    ['has no end of its header', say(ok), { error: 'timeout', detail: 'the header did not end within 300 ms' }],
    [
      'has no end of its body',
      say(`${ok}Content-Length: 9\r\n\r\nok`),
      { error: 'timeout', detail: 'the body did not end within 300 ms', status: 200 },
    ],
  ];
  for (const secure of [false, true]) {
    for (const connection of ['new', 'reused'] as const) {
      const how = `${connection}, ${secure ? 'TLS' : 'plain'}`;
      for (const [what, talk] of good) {
        it(`is good where it ${what} (${how})`, async () => {
          const seen = await seenAt(talk, connection, secure);
          expect(seen, seen.detail).to.include({ good: true, status: 200, reusedConnection: false });
          expect(seen).to.have.keys(
            ...['kind', 'stream', 'scheduledAt', 'sentAt', 'connectedAt', ...(secure ? ['securedAt'] : [])],
            ...['firstByteAt', 'endedAt', 'good', 'status', 'remoteAddress', 'reusedConnection'],
          );
        });
      }
      // Each takes its time-out: one mode is as good as another.
      const all = connection === 'new' && !secure ? [...bad, ...endless] : bad;
      for (const [what, talk, expected] of all) {
        it(`is bad where it ${what} (${how})`, async () => {
          expect(await seenAt(talk, connection, secure)).to.include({ good: false, ...expected });
        });
      }
    }
  }

  it('has its first byte when that came, and its end when the last did', async () => {
    const seen = await seenAt(sayThen('H', (socket) => socket.write(okay.slice(1))));
    expect(seen.endedAt - (seen.firstByteAt ?? NaN)).to.be.within(20, 200);
  });

  it('has its first byte after the interim answers', async () => {
    const seen = await seenAt(sayThen('HTTP/1.1 103 Early Hints\r\n\r\n', (socket) => socket.write(okay)));
    expect((seen.firstByteAt ?? NaN) - (seen.connectedAt ?? NaN)).to.be.within(20, 200);
  });

  it('keeps the words of a bad one, whatever characters are cut in two', async () => {
    const words = 'zwölf Boxkämpfer – viel zu groß';
    const bytes = Buffer.from(words);
    const head = `HTTP/1.1 503 No\r\nContent-Length: ${bytes.length}\r\n\r\n`;
    const talk: Talk = (socket) => {
      socket.write(head);
      void (async () => {
        for (const byte of bytes) {
          socket.write(Buffer.of(byte));
          await clock.sleep(1);
        }
      })();
    };
    expect(await seenAt(talk)).to.include({ error: 'status', detail: `503 ${words}` });
  });

  it('keeps 4096 bytes of a bad one, whole characters only', async () => {
    const checks = `${'[+]ping ok\n'.repeat(371)}[-]etcd: é`;
    const page = `${checks.padEnd(4095, '.')}é[-]late`;
    const head = `HTTP/1.1 500 No\r\nContent-Length: ${Buffer.byteLength(page)}\r\n\r\n`;
    const { detail } = await seenAt(say(head + page));
    expect(detail).to.match(/^500 \[-\]etcd: é\.*$/);
  });

  it('is a reset where the connection is, in the middle of the body', async () => {
    const reset = sayThen(`${ok}Content-Length: 9\r\n\r\nok`, (socket) => socket.resetAndDestroy());
    expect(await seenAt(reset)).to.include({ error: 'reset', detail: 'read ECONNRESET', status: 200 });
  });

  it('is closed where the server gives up in the handshake, in the words of node:tls', async () => {
    const server = createServer((socket) => socket.on('error', () => undefined).on('data', () => socket.end()));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const one = sender({ target: 'cp-1', url, namespace: 'x' }, 'new');
    expect(await one.send(clock.now())).to.include({
      error: 'closed',
      detail: 'Client network socket disconnected before secure TLS connection was established',
    });
    one.close();
    server.close();
  });
});
