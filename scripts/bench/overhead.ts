import { spawnSync } from 'node:child_process';
import { startNullTarget } from '../../src/backends/prober/null-target.ts';
import { percentile } from '../../src/base/percentile.ts';
import { type StreamSpec, streamId } from '../../src/core/stream.ts';
import { handshakesAlone } from './handshakes.ts';
import { k6, type Load, type Loaded, ours, vegeta } from './loads.ts';
import { printTable } from './print-table.ts';
import { send } from './send.ts';

/** Load generators to compare with, where they are on the PATH. */
const peers: readonly {
  readonly name: string;
  readonly version: string;
  readonly run: (load: Load) => Promise<Loaded>;
}[] = [
  { name: 'k6', version: 'version', run: k6 },
  { name: 'vegeta', version: '-version', run: vegeta },
];

/** What probing costs, and what load costs beside what others send, on this machine. */
export async function benchOverhead(): Promise<boolean> {
  const probing = await probe400();
  const load = { rate: 2000, lastsMs: 10_000 };
  const loads = [await ours(load)];
  for (const { name, version, run } of peers) {
    if (spawnSync(name, [version]).status === 0) loads.push(await run(load));
    else console.log(`${name} is not on this machine: nothing to compare with`);
  }
  console.log(
    `\nopen loop at ${load.rate} requests/s for ${load.lastsMs / 1000} s, the server stalling for 2 s in the middle`,
  );
  return reportLoads(loads) && probing;
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
  const fresh = streams.filter(({ connection }) => connection === 'new').length * 10;
  const alone = await handshakesAlone(endpoints, { perSecond: fresh, lastsMs });
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
  console.log(`${fresh} TLS handshakes a second alone: ${(100 * alone).toFixed(0)} % of a core`);
  console.log(`${streams.length * 10} probes/s over TLS for ${lastsMs / 1000} s`);
  printTable(['prober', 'measured', 'target', ''], rows);
  return rows.every((row) => row[3] === 'ok');
}
