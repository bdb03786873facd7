import { readFileSync } from 'node:fs';
import { startNullTarget } from '../../src/backends/prober/null-target.ts';
import { sendStreams } from '../../src/backends/prober/prober.ts';
import { originNow, systemClock } from '../../src/base/system-clock.ts';
import type { Observation, RequestObservation } from '../../src/core/observation.ts';
import { type StreamSpec, streamId } from '../../src/core/stream.ts';
import { streamOutages } from '../../src/indicators/outages.ts';
import { startFakeBalancer } from '../../test/support/fake-balancer.ts';
import { printTable } from './print-table.ts';
import { type Fault, scriptedServer } from './scripted-server.ts';

const periodMs = 100;
const origin = originNow();
const clock = systemClock(origin);
/** Each fault in turn: how long it lasts, and how often. */
const script: readonly (readonly [fault: Fault, lastsMs: number, times: number])[] = [
  ['refused', 1500, 1],
  ['blackhole', 1500, 1],
  ['hang', 1500, 1],
  ['slow', 1500, 1],
  ['429', 1500, 1],
  ['500', 1500, 1],
  ['503', 1500, 1],
  ['reset', 1500, 1],
  ['handshake', 1500, 1],
  ['refused', 300, 1], // a blip of 300 ms
  ['503', 400, 4], // flapping
];
const restMs = 1500;
const stallMs = 1000;

interface Truth {
  readonly fault: string;
  readonly fromAt: number;
  readonly toAt: number;
}

function stream(name: string, order: number): StreamSpec {
  const target = { name, role: name === 'null' ? 'null' : 'apiserver', node: undefined } as const;
  const times = { periodMs, phaseMs: (order * 17) % periodMs, timeoutMs: 1000, goodWithinMs: 500 };
  return { id: streamId(target, 'readyz', 'new'), target, operation: 'readyz', connection: 'new', ...times };
}

/**
 * Three scripted apiservers and a balancer before them: every outage that is made must be measured within one period at each edge,
 * one dead server behind the balancer must be seen as every third request, and a stall of the harness itself must be noticed.
 */
export async function benchInstrument(): Promise<boolean> {
  const servers = await Promise.all([true, true, true].map((secure) => scriptedServer(clock, secure)));
  const [first] = servers;
  if (first === undefined) throw new Error('there is no server');
  const balancer = await startFakeBalancer(servers.map(({ port }) => port));
  const control = await startNullTarget();
  const stop = new AbortController();
  const seen: RequestObservation[] = [];
  const names = ['cp-1', 'cp-2', 'cp-3', 'lb', 'null'];
  const urls = [...servers.map(({ url }) => url), `https://127.0.0.1:${balancer.port}`];
  const endpoints = [
    ...urls.map((url, i) => ({ target: names[i] ?? '', url, tls: { ca: first.ca }, namespace: 'x' })),
    control.endpoint,
  ];
  const streams = names.map(stream);
  const emit = (one: Observation): void => {
    if (one.kind === 'request') seen.push(one);
  };
  const sending = sendStreams({ streams, endpoints, origin, emit, signal: stop.signal });
  while (new Set(seen.map((one) => one.stream)).size < streams.length) await clock.sleep(50);
  await clock.sleep(1000);

  const truth: Truth[] = [];
  for (const [fault, lastsMs, times] of script) {
    for (let i = 0; i < times; i += 1) {
      const fromAt = await first.become(fault);
      await clock.sleep(lastsMs);
      truth.push({ fault, fromAt, toAt: await first.become(undefined) });
      await clock.sleep(times > 1 ? 600 : restMs);
    }
  }
  const stall = await stallHarness();
  await clock.sleep(2000);
  stop.abort();
  await sending;
  await Promise.all([...servers, balancer, control].map(({ close }) => close()));
  return report(seen, truth, stall);
}

/** Stops every process of the harness but this one, as a machine that is too busy does. */
async function stallHarness(): Promise<Truth> {
  const children = readFileSync(`/proc/${process.pid}/task/${process.pid}/children`, 'utf8')
    .split(' ')
    .filter(Boolean)
    .map(Number);
  const signal = (name: 'SIGSTOP' | 'SIGCONT'): void => children.forEach((pid) => process.kill(pid, name));
  const fromAt = clock.now();
  signal('SIGSTOP');
  await clock.sleep(stallMs);
  signal('SIGCONT');
  return { fault: 'stall of the harness', fromAt, toAt: clock.now() };
}

function report(seen: readonly RequestObservation[], truth: readonly Truth[], stall: Truth): boolean {
  const of = (id: string): readonly RequestObservation[] => seen.filter((one) => one.stream === `${id} readyz new`);
  const before = (one: RequestObservation): boolean => one.scheduledAt < stall.fromAt - 500;
  const outages = streamOutages(of('cp-1').filter(before));
  let sound = outages.length === truth.length;
  const rows = truth.map(({ fault, fromAt, toAt }, i) => {
    const found = outages[i];
    const error =
      found === undefined ? Infinity : Math.max(Math.abs(found.startAt - fromAt), Math.abs(found.endAt - toAt));
    const isWithin = error <= periodMs;
    sound &&= isWithin;
    const measured = found === undefined ? 'not seen' : `${(found.endAt - found.startAt).toFixed(0)} ms`;
    const kinds = found === undefined ? '' : Object.keys(found.errors).join(', ');
    return [
      fault,
      `${(toAt - fromAt).toFixed(0)} ms`,
      measured,
      `${error.toFixed(0)} ms`,
      isWithin ? 'ok' : 'WRONG',
      kinds,
    ];
  });
  printTable(['fault', 'true', 'measured', 'error at the edges', '', 'seen as'], rows);

  const deadMs = truth.reduce((sum, { fromAt, toAt }) => sum + toAt - fromAt, 0);
  const bad = of('lb').filter((one) => before(one) && !one.good).length;
  const expected = deadMs / periodMs / 3;
  const isThird = Math.abs(bad - expected) <= 0.15 * expected + truth.length;
  console.log(
    `\none of three dead behind a balancer: ${bad} bad requests, a third of those due then are ${expected.toFixed(0)}: ${isThird ? 'ok' : 'WRONG'}`,
  );

  const late = seen.filter(({ scheduledAt }) => scheduledAt >= stall.fromAt - 100 && scheduledAt < stall.toAt);
  const worst = Math.max(0, ...late.map(({ sentAt, scheduledAt }) => sentAt - scheduledAt));
  const onNull = late.filter((one) => one.stream.startsWith('null') && !one.good).length;
  const isNoticed = worst > 0.8 * stallMs && onNull > 0;
  console.log(
    `a stall of ${stallMs} ms of the harness: lateness ${worst.toFixed(0)} ms, ${onNull} bad on the control stream: ${isNoticed ? 'noticed' : 'MISSED'}`,
  );
  return sound && isThird && isNoticed;
}
