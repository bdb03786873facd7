import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { k6Environment, k6Flags } from '../../src/backends/k6/invocation.ts';
import { k6Reader } from '../../src/backends/k6/points.ts';
import { percentile } from '../../src/base/percentile.ts';
import { type ConnectionMode, type StreamSpec } from '../../src/core/stream.ts';
import { type PlainServer, plainServer } from './plain-server.ts';
import { clock, origin, send } from './send.ts';

const k6Script = fileURLToPath(new URL('../../src/backends/k6/script.ts', import.meta.url));
/** Linux counts CPU time in hundredths of a second. */
const tickMs = 10;
const timeoutMs = 5000;

/** What was seen of a load. */
export interface Loaded {
  readonly who: string;
  readonly requests: number;
  readonly cpuMsEach: number;
  readonly p99Ms: number;
}

/** How much, and for how long. */
export interface Load {
  readonly rate: number;
  readonly lastsMs: number;
}

/** A plain server that answers at once, but for 2 s from `stallAfterMs` on, when it answers nobody until they are over. */
async function stallingServer(stallAfterMs: number): Promise<PlainServer & { readonly begin: () => void }> {
  let stallUntil = 0;
  const server = await plainServer((_, response) => {
    const waitMs = stallUntil - clock.now();
    if (waitMs > 0) void clock.sleep(waitMs).then(() => response.end('ok'));
    else response.end('ok');
  });
  return {
    ...server,
    begin: () => void clock.sleep(stallAfterMs).then(() => (stallUntil = clock.now() + 2000)),
  };
}

/** Open loop by the harness's own prober. */
export async function ours({ rate, lastsMs }: Load): Promise<Loaded> {
  const server = await stallingServer(lastsMs / 2 - 1000);
  const connection: ConnectionMode = 'reused';
  const count = 20;
  const streams = Array.from({ length: count }, (_, i): StreamSpec => {
    const target = { name: 'app', role: 'app', node: undefined } as const;
    const periodMs = (1000 * count) / rate;
    const times = { periodMs, phaseMs: (i * periodMs) / count, timeoutMs, goodWithinMs: timeoutMs };
    return { id: `app ${i}`, target, operation: 'http-get', connection, ...times };
  });
  const endpoints = [{ target: 'app', url: server.url, namespace: 'x' }];
  const { seen, count: sent } = await send(streams, endpoints, lastsMs, server.begin);
  server.close();
  const p99Ms = percentile(
    seen.map(({ endedAt, scheduledAt }) => endedAt - scheduledAt),
    0.99,
  );
  return { who: 'aftershock', requests: seen.length, cpuMsEach: sent.cpuMs / seen.length, p99Ms };
}

/** Constant arrival by k6, with the script that a scenario's k6 probe runs; its points are read as a run reads them. */
export async function k6({ rate, lastsMs }: Load): Promise<Loaded> {
  const server = await stallingServer(lastsMs / 2 - 1000);
  const job = k6Environment([server.url], { ratePerSecond: rate, timeoutMs });
  const env = { ...process.env, ...job, CONNECTION: 'reused' };
  const args = ['run', ...k6Flags, '--address', '', k6Script];
  const child = spawn('k6', args, { env, stdio: ['ignore', 'pipe', 'ignore'] });
  const took: number[] = [];
  const read = k6Reader({ startedAtUnixMs: origin.unixMs, timeoutMs }, (one) => {
    if (one.kind !== 'load') return;
    if (took.length === 0) server.begin();
    took.push(one.ms);
  });
  createInterface({ input: child.stdout }).on('line', read);
  while (took.length === 0) await clock.sleep(10);
  await clock.sleep(lastsMs);
  const cpuMs = cpuOf(child);
  child.kill('SIGINT');
  await new Promise((resolve) => child.once('close', resolve));
  server.close();
  return { who: 'k6', requests: took.length, cpuMsEach: cpuMs / took.length, p99Ms: percentile(took, 0.99) };
}

/** Constant rate by vegeta. */
export async function vegeta({ rate, lastsMs }: Load): Promise<Loaded> {
  const attack = `vegeta attack -rate ${rate} -duration ${lastsMs / 1000}s -timeout ${timeoutMs / 1000}s -max-connections 10000`;
  const { report, cpuMs } = await ownReport(
    (url) => `echo GET ${url} | exec ${attack} | exec vegeta report -type json`,
    lastsMs,
  );
  const { requests, latencies } = report as { requests: number; latencies: { '99th': number } };
  return { who: 'vegeta', requests, cpuMsEach: cpuMs / requests, p99Ms: latencies['99th'] / 1e6 };
}

/** Constant rate by oha over so many connections as its manual has; a request that finds none of them free waits for one. */
export async function oha({ rate, lastsMs }: Load, flag: '' | '--latency-correction' = ''): Promise<Loaded> {
  const words = `exec oha --no-tui --output-format json -c 50 -w -t ${timeoutMs / 1000}s -q ${rate} -z ${lastsMs / 1000}s ${flag}`;
  const { report, cpuMs } = await ownReport((url) => `${words} ${url}`, lastsMs);
  const { latencyPercentiles, statusCodeDistribution } = report as {
    latencyPercentiles: { p99: number };
    statusCodeDistribution: Record<string, number>;
  };
  const requests = Object.values(statusCodeDistribution).reduce((sum, count) => sum + count, 0);
  return {
    who: `oha ${flag}`.trim(),
    requests,
    cpuMsEach: cpuMs / requests,
    p99Ms: latencyPercentiles.p99 * 1000,
  };
}

/** What a load generator, run by a shell with these words, says of itself, and its processor time. */
async function ownReport(
  words: (url: string) => string,
  lastsMs: number,
): Promise<{ readonly report: unknown; readonly cpuMs: number }> {
  const server = await stallingServer(lastsMs / 2 - 1000);
  const child = spawn('sh', ['-c', words(server.url)], { stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  child.stdout.on('data', (part: Buffer) => (text += part.toString()));
  const ended = new Promise((resolve) => child.once('close', resolve));
  server.begin();
  let cpuMs = 0;
  while (child.exitCode === null) {
    cpuMs = Math.max(cpuMs, cpuOf(child));
    await clock.sleep(100);
  }
  await ended;
  server.close();
  return { report: JSON.parse(text), cpuMs };
}

/** User and system time so far of a process and of its children that run (proc(5), stat, fields 14 and 15). */
function cpuOf({ pid = 0 }: Pick<ChildProcess, 'pid'>): number {
  try {
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number);
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    const own = (Number(fields[11]) + Number(fields[12])) * tickMs;
    return children.reduce((sum, child) => sum + cpuOf({ pid: child }), own);
  } catch {
    return 0; // It has just ended.
  }
}
