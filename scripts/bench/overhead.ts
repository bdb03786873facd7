import { spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { createInterface } from 'node:readline';
import { k6Reader } from '../../src/backends/k6/points.ts';
import { startNullTarget } from '../../src/backends/prober/null-target.ts';
import { sendStreams } from '../../src/backends/prober/prober.ts';
import { percentile } from '../../src/base/percentile.ts';
import { originNow, systemClock } from '../../src/base/system-clock.ts';
import type { SentCount } from '../../src/core/cluster.ts';
import type { Observation, RequestObservation } from '../../src/core/observation.ts';
import { type ConnectionMode, type StreamSpec, streamId } from '../../src/core/stream.ts';
import { printTable } from './print-table.ts';

const origin = originNow();
const clock = systemClock(origin);
const k6Script = fileURLToPath(new URL('../../src/backends/k6/script.ts', import.meta.url));
/** Linux counts CPU time in hundredths of a second. */
const tickMs = 10;

/** What was seen of a load. */
interface Loaded {
  readonly who: string;
  readonly requests: number;
  readonly cpuMsEach: number;
  readonly p99Ms: number;
}

/** What probing costs, and what load costs beside k6, on this machine. */
export async function benchOverhead(): Promise<boolean> {
  const probing = await probe400();
  const isThere = spawnSync('k6', ['version']).status === 0;
  const rate = 2000;
  const lastsMs = 10_000;
  const loads = [await ours(rate, lastsMs), ...(isThere ? [await k6(rate, lastsMs)] : [])];
  const head = ['load', 'requests', 'CPU ms per request', 'P99 of a server that stalls for 2 s'];
  console.log(`\nopen loop at ${rate} requests/s for ${lastsMs / 1000} s, the server stalling for 2 s in the middle`);
  printTable(
    head,
    loads.map(({ who, requests, cpuMsEach, p99Ms }) => [
      who,
      String(requests),
      cpuMsEach.toFixed(3),
      `${p99Ms.toFixed(0)} ms`,
    ]),
  );
  // 2 s of 10 s arrive during the stall and wait for what is left of it: the 99th of a hundred waits 1.9 s.
  const isRight = Math.abs((loads[0]?.p99Ms ?? 0) - 1900) < 150;
  const isCheap = loads[1] === undefined || (loads[0]?.cpuMsEach ?? Infinity) <= loads[1].cpuMsEach;
  if (!isThere) console.log('k6 is not on this machine: nothing to compare with');
  console.log(
    `our P99 (true: about 1900 ms): ${isRight ? 'right' : 'WRONG'}; no dearer than k6: ${isCheap ? 'yes' : 'NO'}`,
  );
  return probing && isRight && isCheap;
}

/** 4 targets × 5 operations × 2 connection modes at 10 Hz. */
async function probe400(): Promise<boolean> {
  const lastsMs = 20_000;
  const targets = await Promise.all(['a', 'b', 'c', 'd'].map(() => startNullTarget()));
  const operations = ['livez', 'readyz', 'quorum-read', 'cached-read', 'list'] as const;
  const streams = targets.flatMap((_, t) =>
    operations.flatMap((operation, o) =>
      (['new', 'reused'] as const).map((connection, c): StreamSpec => {
        const target = { name: `t${t}`, role: 'apiserver', node: undefined } as const;
        const times = { periodMs: 100, phaseMs: (t * 10 + o * 2 + c) * 2.5, timeoutMs: 5000, goodWithinMs: 1000 };
        return { id: streamId(target, operation, connection), target, operation, connection, ...times };
      }),
    ),
  );
  const endpoints = targets.map(({ endpoint }, t) => ({ ...endpoint, target: `t${t}` }));
  const { seen, count } = await send(streams, endpoints, lastsMs);
  await Promise.all(targets.map(({ close }) => close()));
  const lateness = percentile(
    seen.slice(400).map(({ sentAt, scheduledAt }) => sentAt - scheduledAt),
    0.99,
  );
  const core = count.cpuMs / lastsMs;
  const rows = [
    ['lateness P99', `${lateness.toFixed(1)} ms`, '<= 5 ms', lateness <= 5 ? 'ok' : 'MISSED'],
    ['share of a core', `${(100 * core).toFixed(0)} %`, '<= 25 %', core <= 0.25 ? 'ok' : 'MISSED'],
    ['memory', `${count.rssMb} MB`, '< 200 MB', count.rssMb < 200 ? 'ok' : 'MISSED'],
    ['sent', `${count.sent} of ${count.planned}`, '>= 99 %', count.sent >= 0.99 * count.planned ? 'ok' : 'MISSED'],
  ];
  console.log(`${streams.length * 10} probes/s over TLS for ${lastsMs / 1000} s`);
  printTable(['prober', 'measured', 'target', ''], rows);
  return rows.every((row) => row[3] === 'ok');
}

async function send(
  streams: readonly StreamSpec[],
  endpoints: Parameters<typeof sendStreams>[0]['endpoints'],
  lastsMs: number,
  onStart: () => void = () => {},
): Promise<{ readonly seen: readonly RequestObservation[]; readonly count: SentCount }> {
  const stop = new AbortController();
  const seen: RequestObservation[] = [];
  const emit = (one: Observation): void => {
    if (one.kind === 'request') seen.push(one);
  };
  const sending = sendStreams({ streams, endpoints, origin, emit, signal: stop.signal });
  while (seen.length === 0) await clock.sleep(10);
  onStart();
  await clock.sleep(lastsMs);
  stop.abort();
  return { count: await sending, seen };
}

/** A plain server that answers at once, but for 2 s from `stallAfterMs` on, when it answers nobody until they are over. */
async function stallingServer(stallAfterMs: number): Promise<{ url: string; begin: () => void; close: () => void }> {
  let stallUntil = 0;
  const server = createServer((_, response) => {
    const waitMs = stallUntil - clock.now();
    if (waitMs > 0) void clock.sleep(waitMs).then(() => response.end('ok'));
    else response.end('ok');
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    begin: () => void clock.sleep(stallAfterMs).then(() => (stallUntil = clock.now() + 2000)),
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function ours(rate: number, lastsMs: number): Promise<Loaded> {
  const server = await stallingServer(lastsMs / 2 - 1000);
  const connection: ConnectionMode = 'reused';
  const count = 20;
  const streams = Array.from({ length: count }, (_, i): StreamSpec => {
    const target = { name: 'app', role: 'app', node: undefined } as const;
    const periodMs = (1000 * count) / rate;
    const times = { periodMs, phaseMs: (i * periodMs) / count, timeoutMs: 5000, goodWithinMs: 5000 };
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

async function k6(rate: number, lastsMs: number): Promise<Loaded> {
  const server = await stallingServer(lastsMs / 2 - 1000);
  const env = {
    ...process.env,
    URLS: server.url,
    RATE: String(rate),
    TIMEOUT_MS: '5000',
    CONNECTION: 'reused',
    K6_NO_USAGE_REPORT: 'true',
  };
  const args = ['run', '--quiet', '--no-summary', '--no-color', '--address', '', '--out', 'json=/dev/stdout', k6Script];
  const child = spawn('k6', args, { env, stdio: ['ignore', 'pipe', 'ignore'] });
  const took: number[] = [];
  const read = k6Reader({ startedAtUnixMs: origin.unixMs, timeoutMs: 5000 }, (one) => {
    if (one.kind !== 'load') return;
    if (took.length === 0) server.begin();
    took.push(one.ms);
  });
  createInterface({ input: child.stdout }).on('line', read);
  while (took.length === 0) await clock.sleep(10);
  await clock.sleep(lastsMs);
  const cpuMs = cpuOf(child.pid ?? 0);
  child.kill('SIGINT');
  await new Promise((resolve) => child.once('close', resolve));
  server.close();
  return { who: 'k6', requests: took.length, cpuMsEach: cpuMs / took.length, p99Ms: percentile(took, 0.99) };
}

/** User and system time of a process so far (proc(5), stat, fields 14 and 15). */
function cpuOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) * tickMs;
}
