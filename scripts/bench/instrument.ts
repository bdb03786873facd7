import { readFileSync } from 'node:fs';
import { startNullTarget } from '../../src/backends/prober/null-target.ts';
import { sendStreams } from '../../src/backends/prober/prober.ts';
import { originNow, systemClock } from '../../src/base/system-clock.ts';
import type { Observation, RequestObservation } from '../../src/core/observation.ts';
import { type StreamSpec, streamId } from '../../src/core/stream.ts';
import { startFakeBalancer } from '../../test/support/fake-balancer.ts';
import { periodMs, reportInstrument, stallMs, type Trial, type Truth } from './instrument-table.ts';
import { type Pulse, startPulse } from './pulse.ts';
import { type Fault, type ScriptedServer, scriptedServer } from './scripted-server.ts';

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
const betweenMs = 600;
/** A machine that is busy with something else makes outages of its own: a fault that met one is made again, so often in all. */
const tries = 5;

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

  const pulse = startPulse(clock);
  const trials: Trial[] = [];
  for (const entry of script) trials.push(await undisturbed(first, entry, { seen, pulse }));
  pulse.stop();
  const stall = await stallHarness();
  await clock.sleep(2000);
  stop.abort();
  await sending;
  await Promise.all([...servers, balancer, control].map(({ close }) => close()));
  return reportInstrument(seen, trials, stall);
}

/** Makes a fault until it was made while neither the prober, nor the control target, nor the servers were kept waiting. */
async function undisturbed(
  server: ScriptedServer,
  [fault, lastsMs, times]: (typeof script)[number],
  { seen, pulse }: { readonly seen: readonly RequestObservation[]; readonly pulse: Pulse },
): Promise<Trial> {
  for (let left = tries; ; left -= 1) {
    const truths: Truth[] = [];
    const beganAt = clock.now();
    for (let i = 1; i <= times; i += 1) {
      const fromAt = await server.become(fault);
      await clock.sleep(lastsMs);
      truths.push({ fault, fromAt, toAt: await server.become(undefined) });
      await clock.sleep(i < times ? betweenMs : restMs);
    }
    const during = seen.filter(({ scheduledAt }) => scheduledAt >= beganAt - periodMs);
    const late = Math.max(pulse.latest(beganAt), ...during.map(({ sentAt, scheduledAt }) => sentAt - scheduledAt));
    const quiet = late < periodMs / 2 && !during.some((one) => one.stream.startsWith('null') && !one.good);
    if (quiet || left === 1) return { truths, quiet };
    console.error(`${fault}: the machine was busy (${late.toFixed(0)} ms late); once more`);
  }
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
