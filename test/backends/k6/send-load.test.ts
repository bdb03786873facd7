import { spawnSync } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import { k6Load } from '../../../src/backends/k6/send-load.ts';
import { systemClock } from '../../../src/base/system-clock.ts';
import type { Observation } from '../../../src/core/observation.ts';

const isThere = spawnSync('k6', ['version']).status === 0;
const never = new AbortController().signal;
const job = { script: undefined, ratePerSecond: 20, timeoutMs: 1000 };

describe('k6Load', function () {
  this.timeout(30_000);

  it('says so where there is no k6, or nothing to ask', async () => {
    const path = process.env['PATH'];
    process.env['PATH'] = '/nowhere';
    const clock = systemClock();
    const reason = (urls: readonly string[]): Promise<string> =>
      k6Load(urls, clock)(job, () => {}, never)
        .then((send) => send(never))
        .then(
          () => 'sent',
          (error: unknown) => (error as Error).message,
        );
    try {
      expect(await reason(['http://127.0.0.1:1'])).to.equal('there is no k6 on this machine');
      expect(await reason([])).to.include('no way into a workload');
    } finally {
      process.env['PATH'] = path;
    }
  });

  it('sends at its rate whatever the server does, and charges what failed', async function () {
    if (!isThere) return void this.skip(); // CI without k6
    let status = 200;
    const server = createServer((_, response) => void response.writeHead(status).end()).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const clock = systemClock();
    const stop = new AbortController();
    const seen: Observation[] = [];
    const { port } = server.address() as AddressInfo;
    const prepare = k6Load([`http://127.0.0.1:${port}/`], clock);
    const send = await prepare(job, (one) => seen.push(one), stop.signal);
    expect(seen).to.be.empty;
    const sending = send(stop.signal);
    const failed = sending.then(
      () => undefined,
      (error: unknown) => error,
    );
    while (seen.length < 20)
      await Promise.race([clock.sleep(50), failed.then((error) => Promise.reject(error as Error))]);
    status = 503;
    const brokenAt = clock.now();
    await clock.sleep(1500);
    stop.abort();
    expect(await failed).to.equal(undefined);
    server.closeAllConnections();
    server.close();
    const requests = seen.filter((one) => one.kind === 'load');
    const lastedMs = requests.at(-1)!.at - requests[0]!.at;
    expect(requests.length / (lastedMs / 1000)).to.be.within(17, 23);
    const after = requests.filter(({ at }) => at > brokenAt + 100);
    expect(after.length).to.be.above(15);
    expect(after.every(({ good, ms, status: code }) => !good && ms >= 1000 && code === 503)).to.equal(true);
    expect(seen.filter(({ kind }) => kind === 'load-dropped')).to.be.empty;
  });
});
