import { spawnSync } from 'node:child_process';
import type { Endpoint } from '../../src/backends/prober/endpoint.ts';
import { startNullTarget } from '../../src/backends/prober/null-target.ts';
import { percentile } from '../../src/base/percentile.ts';
import { type StreamSpec, streamId } from '../../src/core/stream.ts';
import { handshakesAlone } from './handshakes.ts';
import { k6, type Load, type Loaded, oha, ours, vegeta } from './loads.ts';
import { plainServer } from './plain-server.ts';
import { printTable } from './print-table.ts';
import { send } from './send.ts';

const targetNames = ['a', 'b', 'c', 'd'] as const;
/** As long as a short run: the start of the prober, 0.7 s of processor time, is in it. */
const probingMs = 60_000;

/** Load generators to compare with, where they are on the PATH. */
const peers: readonly {
  readonly name: string;
  readonly version: string;
  readonly runs: readonly ((load: Load) => Promise<Loaded>)[];
}[] = [
  { name: 'k6', version: 'version', runs: [k6] },
  { name: 'vegeta', version: '-version', runs: [vegeta] },
  { name: 'oha', version: '--version', runs: [oha, (load) => oha(load, '--latency-correction')] },
];

/** What probing costs, and what load costs beside what others send, on this machine. */
export async function benchOverhead(): Promise<boolean> {
  const probing = await probe400();
  const load = { rate: 2000, lastsMs: 10_000 };
  const loads = [await ours(load)];
  for (const { name, version, runs } of peers) {
    if (spawnSync(name, [version]).status === 0) for (const run of runs) loads.push(await run(load));
    else console.log(`${name} is not on this machine: nothing to compare with`);
  }
  console.log(
    `\nopen loop at ${load.rate} requests/s for ${load.lastsMs / 1000} s, the server stalling for 2 s in the middle`,
  );
  return reportLoads(loads) && probing;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(0)} %`;
}

function reportLoads(loads: readonly Loaded[]): boolean {
  printTable(
    ['load', 'requests', 'CPU ms per request', 'P99 of a server that stalls for 2 s'],
    loads.map(({ who, requests, cpuMsEach, p99Ms }) => [
      who,
      String(requests),
      cpuMsEach.toFixed(3),
      `${p99Ms.toFixed(0)} ms`,
    ]),
  );
  const cheapest = loads.find(({ who }) => who === 'k6')?.cpuMsEach;
  const [own] = loads;
  if (own === undefined) return false;
  // 2 s of 10 s arrive during the stall and wait for what is left of it: the 99th of a hundred waits 1.9 s.
  const isRight = Math.abs(own.p99Ms - 1900) < 150;
  const isCheap = cheapest === undefined || own.cpuMsEach <= cheapest;
  const words = cheapest === undefined ? 'not compared' : isCheap ? 'yes' : 'NO';
  console.log(`our P99 (true: about 1900 ms): ${isRight ? 'right' : 'WRONG'}; no dearer than k6: ${words}`);
  return isRight && isCheap;
}

/** 400 probes a second of servers that only answer: over plain HTTP, which is the prober's own cost, and over TLS, as API servers have it. */
async function probe400(): Promise<boolean> {
  const plain = await Promise.all(targetNames.map(() => plainServer()));
  const isPlainCheap = await probe(
    plain.map(({ url }) => ({ url, namespace: 'default' })),
    'plain HTTP',
  );
  for (const { close } of plain) close();
  const secure = await Promise.all(targetNames.map(() => startNullTarget()));
  const endpoints = secure.map(({ endpoint }) => endpoint);
  const alone = await handshakesAlone(endpoints, { perSecond: 200, lastsMs: 20_000 });
  console.log(`\n200 TLS handshakes a second alone: ${percent(alone)} of a core`);
  const isSecureCheap = await probe(endpoints, 'TLS', alone);
  await Promise.all(secure.map(({ close }) => close()));
  return isPlainCheap && isSecureCheap;
}

/**
 * 4 targets × 5 operations × 2 connection modes at 10 Hz. `handshakes`: the share of a core that these take alone, whoever makes them, and
 * which the prober may have beside its own (decision 18).
 */
async function probe(places: readonly Omit<Endpoint, 'target'>[], over: string, handshakes = 0): Promise<boolean> {
  const operations = ['livez', 'readyz', 'quorum-read', 'cached-read', 'list'] as const;
  const streams = targetNames.flatMap((name, t) =>
    operations.flatMap((operation, o) =>
      (['new', 'reused'] as const).map((connection, c): StreamSpec => {
        const target = { name, role: 'apiserver', node: undefined } as const;
        const times = { periodMs: 100, phaseMs: (t * 10 + o * 2 + c) * 2.5, timeoutMs: 5000, goodWithinMs: 1000 };
        return { id: streamId(target, operation, connection), target, operation, connection, ...times };
      }),
    ),
  );
  const endpoints = places.map((place, t) => ({ ...place, target: targetNames[t] ?? '' }));
  const { seen, count } = await send(streams, endpoints, probingMs);
  const lateness = percentile(
    seen.slice(400).map(({ sentAt, scheduledAt }) => sentAt - scheduledAt),
    0.99,
  );
  const core = count.cpuMs / probingMs;
  const bad = seen.filter(({ good }) => !good).length;
  const allowed = handshakes === 0 ? '<= 25 %' : `<= 25 % and ${percent(handshakes)}`;
  const rows = [
    ['lateness P99', `${lateness.toFixed(1)} ms`, '<= 5 ms', lateness <= 5 ? 'ok' : 'MISSED'],
    ['share of a core', percent(core), allowed, core - handshakes <= 0.25 ? 'ok' : 'MISSED'],
    ['memory', `${count.rssMb} MB`, '< 200 MB', count.rssMb < 200 ? 'ok' : 'MISSED'],
    ['sent', `${count.sent} of ${count.planned}`, '>= 99 %', count.sent >= 0.99 * count.planned ? 'ok' : 'MISSED'],
    ['bad', `${bad} of ${seen.length}`, '0', bad === 0 ? 'ok' : 'MISSED'],
  ];
  console.log(`${streams.length * 10} probes/s over ${over} for ${probingMs / 1000} s`);
  printTable(['prober', 'measured', 'target', ''], rows);
  return rows.every((row) => row[3] === 'ok');
}
