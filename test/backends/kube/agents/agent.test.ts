import { type ChildProcess, spawn } from 'node:child_process';
import { createServer, type Server } from 'node:net';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { systemClock } from '../../../../src/base/system-clock.ts';

const script = fileURLToPath(new URL('../../../../src/backends/kube/agents/agent.mjs', import.meta.url));
const { sleep } = systemClock();

interface Page {
  readonly now: number;
  readonly samples: readonly { seq: number; at: number; target: string; to?: string; ms: number; error?: string }[];
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server: Server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

describe('the agent', function () {
  this.timeout(20_000);
  let agent: ChildProcess;
  let port = 0;

  const ask = (path: string, init?: RequestInit): Promise<Response> => fetch(`http://127.0.0.1:${port}${path}`, init);
  const samples = async (after: number): Promise<Page> =>
    (await ask(`/secret/samples?after=${after}`)).json() as Promise<Page>;

  beforeEach(async () => {
    port = await freePort();
    const env = { AGENT_TOKEN: 'secret', AGENT_PORT: String(port), AGENT_HOST: '127.0.0.1', AGENT_PERIOD_MS: '100' };
    agent = spawn(process.execPath, [script], { env, stdio: ['ignore', 'pipe', 'inherit'] });
    await new Promise((resolve) => agent.stdout?.once('data', resolve));
  });
  afterEach(() => void agent.kill('SIGKILL'));

  it('probes its peers on its own schedule, and keeps what it saw until it was asked once more', async () => {
    const well = createServer((socket) => socket.end()).listen(0, '127.0.0.1');
    await new Promise((resolve) => well.once('listening', resolve));
    const closed = await freePort();
    const peers = [
      { name: 'well', address: '127.0.0.1', port: (well.address() as AddressInfo).port },
      { name: 'closed', address: '127.0.0.1', port: closed },
    ];
    expect((await ask('/secret/peers', { method: 'POST', body: JSON.stringify(peers) })).status).to.equal(200);
    await sleep(1100);
    const first = await samples(0);
    const again = await samples(0);
    expect(again.samples.slice(0, first.samples.length)).to.deep.equal(first.samples);
    const to = (name: string): Page['samples'] => first.samples.filter((one) => one.to === name);
    expect(to('well').length).to.be.within(8, 12);
    expect(to('well').filter(({ error }) => error !== undefined)).to.be.empty;
    expect(new Set(to('closed').map(({ error }) => error))).to.deep.equal(new Set(['ECONNREFUSED']));
    const dues = to('well').map(({ at }) => at);
    expect(dues.slice(1).map((at, i) => Math.round(at - dues[i]!))).to.satisfy((gaps: number[]) =>
      gaps.every((gap) => gap === 100),
    );
    const last = first.samples.at(-1)!.seq;
    const rest = await samples(last);
    expect(rest.samples.every(({ seq }) => seq > last)).to.equal(true);
    await new Promise((resolve) => well.close(resolve));
  });

  it('tells nothing and takes no peers without its token', async () => {
    expect((await ask('/samples?after=0')).status).to.equal(404);
    expect((await ask('/guess/peers', { method: 'POST', body: '[]' })).status).to.equal(404);
    expect((await ask('/healthz')).status).to.equal(200);
  });
});
