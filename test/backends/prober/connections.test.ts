import type { Socket } from 'node:net';
import { expect } from 'chai';
import { startNullTarget } from '../../../src/backends/prober/null-target.ts';
import type { RequestObservation } from '../../../src/core/observation.ts';
import type { Talk } from '../../support/raw-server.ts';
import { at, clock, ok, okay, say, sayThen, sender } from './probing.ts';

/** What is seen of requests one after the other, with a rest after each; how many connections they took; at the end of how many rests one was open. */
function seriesAt(
  talk: Talk,
  { count = 3, restMs = 20, secure = false } = {},
): Promise<{ readonly seen: readonly RequestObservation[]; readonly connections: number; readonly kept: number }> {
  return at(talk, secure, async ({ accepted, endpoint, open }) => {
    const one = sender(endpoint, 'reused');
    const seen: RequestObservation[] = [];
    let kept = 0;
    for (let i = 0; i < count; i += 1) {
      seen.push(await one.send(clock.now()));
      await clock.sleep(restMs);
      kept += open();
    }
    one.close();
    return { seen, connections: accepted(), kept };
  });
}

describe('the connections of a stream', () => {
  it('are asked to be closed, and are, in mode new', async () => {
    await at(
      say(`${ok}Connection: keep-alive\r\nContent-Length: 2\r\n\r\nok`),
      false,
      async ({ endpoint, heard, open }) => {
        const one = sender(endpoint, 'new');
        expect(await one.send(clock.now())).to.include({ good: true });
        await clock.sleep(50);
        expect(open()).to.equal(0);
        expect(await one.send(clock.now())).to.include({ good: true, reusedConnection: false });
        expect(heard).to.have.length(2);
        expect(heard[0]).to.match(/^GET \/readyz HTTP\/1\.1\r\n(?:.+\r\n)*connection: close\r\n\r\n$/);
      },
    );
  });

  for (const secure of [false, true]) {
    it(`are one, kept alive, in mode reused (${secure ? 'TLS' : 'plain'})`, async () => {
      const { connections, seen } = await seriesAt(say(okay), { count: 100, restMs: 0, secure });
      expect(connections).to.equal(1);
      expect(seen.filter(({ reusedConnection }) => reusedConnection)).to.have.length(99);
    });
  }

  it('are kept where the answer comes before node:tls has said that the request was sent', async () => {
    const server = await startNullTarget();
    const one = sender(server.endpoint, 'reused', 2000);
    for (let i = 0; i < 10; i += 1) {
      // From a timer: what was written is told to be so only after what came meanwhile was read.
      await clock.sleep(1);
      const seen = one.send(clock.now());
      // The answer is there when the loop goes on.
      const until = clock.now() + 20;
      while (i > 0 && clock.now() < until);
      expect(await seen).to.include({ good: true, reusedConnection: i > 0 });
    }
    one.close();
    await server.close();
  });

  it('are as many as there are requests under way, and the last that was used comes first', async () => {
    const talk: Talk = (socket, heard) => {
      const last = heard.split('GET ').length === 2;
      void clock.sleep(last ? 30 : 0).then(() => socket.write(okay));
    };
    await at(talk, false, async ({ accepted, endpoint, heard }) => {
      const one = sender(endpoint, 'reused');
      await Promise.all(Array.from({ length: 5 }, () => one.send(clock.now())));
      expect(accepted()).to.equal(5);
      for (let i = 0; i < 3; i += 1) expect(await one.send(clock.now())).to.include({ reusedConnection: true });
      expect(accepted()).to.equal(5);
      expect(heard.map((text) => text.split('GET ').length - 1).sort()).to.deep.equal([1, 1, 1, 1, 4]);
      one.close();
    });
  });

  it('are let go one by one where there are more than 64', async () => {
    let closed = 0;
    const talk: Talk = (socket, heard) => {
      if (heard.split('GET ').length === 2) socket.once('close', () => (closed += 1));
      void clock.sleep(50).then(() => socket.write(okay));
    };
    await at(talk, false, async ({ endpoint }) => {
      const one = sender(endpoint, 'reused', 2000);
      await Promise.all(Array.from({ length: 70 }, () => one.send(clock.now())));
      await clock.sleep(20);
      expect(closed).to.equal(0);
      for (let i = 0; i < 10; i += 1) await one.send(clock.now());
      await clock.sleep(50);
      expect(closed).to.equal(6);
      one.close();
    });
  });

  const unkept: readonly (readonly [what: string, answer: string])[] = [
    ['says that it closes them', `${ok}Connection: close\r\nContent-Length: 2\r\n\r\nok`],
    ['speaks HTTP/1.0', 'HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok'],
    ['keeps them for no time', `${ok}Keep-Alive: timeout=0\r\nContent-Length: 2\r\n\r\nok`],
    ['says more than it was asked', `${okay}more`],
  ];
  for (const [what, answer] of unkept) {
    it(`are not kept where the server ${what}`, async () => {
      const { connections, kept, seen } = await seriesAt(say(answer), { restMs: 50 });
      expect(seen.filter(({ good, reusedConnection }) => good && !reusedConnection)).to.have.length(3);
      expect({ connections, kept }).to.deep.equal({ connections: 3, kept: 0 });
    });
  }

  it('are kept for less than the time that the server names', async () => {
    const answer = `${ok}Keep-Alive: timeout=1\r\nContent-Length: 2\r\n\r\nok`;
    expect(await seriesAt(say(answer), { restMs: 100 })).to.include({ connections: 1 });
    expect(await seriesAt(say(answer), { count: 2, restMs: 550 })).to.include({ connections: 2 });
  });

  const unasked = 'HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\n\r\n';
  const idle: readonly (readonly [what: string, deed: (socket: Socket) => void])[] = [
    ['quietly when they end while they are idle', (socket) => socket.end()],
    ['quietly when they are reset while they are idle', (socket) => socket.resetAndDestroy()],
    ['when the server speaks unasked, and what it said is no answer', (socket) => socket.write(unasked)],
  ];
  for (const [what, deed] of idle) {
    it(`leave the pool ${what}`, async () => {
      const { connections, seen } = await seriesAt(sayThen(okay, deed), { restMs: 60 });
      expect(seen.filter(({ good, reusedConnection }) => good && !reusedConnection)).to.have.length(3);
      expect(connections).to.equal(3);
    });
  }

  const deaths: readonly (readonly [how: string, kill: (socket: Socket) => void, error: string])[] = [
    ['closed', (socket) => socket.end(), 'closed'],
    ['reset', (socket) => socket.resetAndDestroy(), 'reset'],
  ];
  for (const [how, kill, error] of deaths) {
    it(`are told as ${how} when they are so under a request, which is not sent again`, async () => {
      const talk: Talk = (socket, heard) => {
        if (heard.split('GET ').length === 2) socket.write(okay);
        else kill(socket);
      };
      const { connections, seen } = await seriesAt(talk, { count: 2 });
      expect(seen[1]).to.include({ good: false, error, reusedConnection: true, remoteAddress: '127.0.0.1' });
      expect(connections).to.equal(1);
    });
  }

  it('are none after the sender was closed, once what was under way has ended', async () => {
    let closed = 0;
    const talk: Talk = (socket, heard) => {
      if (heard.split('GET ').length === 2) socket.once('close', () => (closed += 1));
      void clock.sleep(50).then(() => socket.write(okay));
    };
    await at(talk, false, async ({ endpoint }) => {
      const one = sender(endpoint, 'reused');
      const seen = one.send(clock.now());
      one.close();
      expect(await seen).to.include({ good: true });
      await clock.sleep(50);
      expect(closed).to.equal(1);
    });
  });

  it('time out after the sender was closed, too', async () => {
    await at(
      () => undefined,
      false,
      async ({ endpoint }) => {
        const one = sender(endpoint, 'reused');
        const seen = one.send(clock.now());
        one.close();
        expect(await seen).to.include({ error: 'timeout' });
      },
    );
  });
});
