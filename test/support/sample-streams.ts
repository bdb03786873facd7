import { type Random, seededRandom } from '../../src/base/random.ts';
import type { RequestError, RequestObservation } from '../../src/core/observation.ts';
import type { Outage } from '../../src/core/report.ts';
import {
  type ConnectionMode,
  type Operation,
  type ProbeTarget,
  streamId,
  type StreamSpec,
} from '../../src/core/stream.ts';

/** Something wrong with a stream between two instants; outside of all of them requests are good. */
interface Trouble {
  readonly from: number;
  readonly to: number;
  /** Every how many requests is bad: 1 all, 3 every third; beyond 5, two in a row. */
  readonly every: number;
  readonly error: RequestError;
  readonly status?: number;
  readonly detail: string;
}

export const sampleNodes = [
  { name: 'aftershock-control-plane', zone: 'az-a', role: 'control-plane' },
  { name: 'aftershock-control-plane2', zone: 'az-b', role: 'control-plane' },
  { name: 'aftershock-control-plane3', zone: 'az-c', role: 'control-plane' },
  { name: 'aftershock-worker', zone: 'az-a', role: 'worker' },
  { name: 'aftershock-worker2', zone: 'az-b', role: 'worker' },
  { name: 'aftershock-worker3', zone: 'az-c', role: 'worker' },
] as const;

const lb: ProbeTarget = { name: 'lb', role: 'load-balancer', node: undefined };
const none: ProbeTarget = { name: 'null', role: 'null', node: undefined };
const apiservers = sampleNodes
  .filter(({ role }) => role === 'control-plane')
  .map(({ name }): ProbeTarget => ({ name, role: 'apiserver', node: name }));
const apps = sampleNodes
  .filter(({ role }) => role === 'worker')
  .map(({ name }): ProbeTarget => ({ name: `app@${name}`, role: 'app', node: name }));

/** 26 streams: balancer, three apiservers, three ways into the workload, and the control. */
export function sampleStreams(): readonly StreamSpec[] {
  const both = ['new', 'reused'] as const;
  const wanted: (readonly [ProbeTarget, Operation, ConnectionMode])[] = [
    ...(['readyz', 'quorum-read', 'write'] as const).flatMap((operation) =>
      both.map((mode) => [lb, operation, mode] as const),
    ),
    ...apiservers.flatMap((target) => [
      ...both.flatMap((mode) => [[target, 'readyz', mode] as const, [target, 'quorum-read', mode] as const]),
    ]),
    ...apps.flatMap((target) => both.map((mode) => [target, 'http-get', mode] as const)),
    ...both.map((mode) => [none, 'echo', mode] as const),
  ];
  return wanted.map(([target, operation, connection], index) => ({
    id: streamId(target, operation, connection),
    target,
    operation,
    connection,
    periodMs: operation === 'write' ? 200 : 100,
    phaseMs: index * 3,
    timeoutMs: 5000,
    goodWithinMs: 1000,
  }));
}

/** The requests of all streams from `fromMs` to `toMs`, with a zone cut off at `cutAt` and joined again at `healAt`. */
export function sampleRequests(
  streams: readonly StreamSpec[],
  span: { fromMs: number; toMs: number; cutAt: number; healAt: number },
): readonly RequestObservation[] {
  const random = seededRandom(7, 'sample');
  return streams.flatMap((stream) => {
    const troubles = troublesOf(stream, span);
    const own = random.fork(stream.id);
    const count = Math.floor((span.toMs - span.fromMs - stream.phaseMs) / stream.periodMs);
    return Array.from({ length: count }, (_, index) => {
      const scheduledAt = span.fromMs + stream.phaseMs + index * stream.periodMs;
      const trouble = troubles.find(
        ({ from, to, every }) => scheduledAt >= from && scheduledAt < to && index % every < (every > 5 ? 2 : 1),
      );
      return request(stream, scheduledAt, trouble, own);
    });
  });
}

/** Outages of two bad requests or more, as the runner would find them. */
export function sampleOutages(
  streams: readonly StreamSpec[],
  requests: readonly RequestObservation[],
): readonly Outage[] {
  return streams.flatMap(({ id }) => {
    const own = requests.filter(({ stream }) => stream === id);
    const outages: Outage[] = [];
    for (let index = 0; index < own.length; index += 1) {
      const first = index;
      while (own[index]?.good === false) index += 1;
      const bad = own.slice(first, index);
      if (bad.length < 2) continue;
      const errors: Record<string, number> = {};
      for (const { error = 'other' } of bad) errors[error] = (errors[error] ?? 0) + 1;
      const open = index === own.length;
      const endAt = (open ? bad.at(-1)! : own[index]!).scheduledAt;
      outages.push({ stream: id, startAt: bad[0]!.scheduledAt, endAt, open, samples: bad.length, errors });
    }
    return outages;
  });
}

function troublesOf(
  { target, connection, operation }: StreamSpec,
  span: { cutAt: number; healAt: number },
): readonly Trouble[] {
  const { cutAt, healAt } = span;
  const hang = { error: 'timeout', detail: 'no answer within 5000 ms' } as const;
  const cutOff = target.node === 'aftershock-control-plane' || target.node === 'aftershock-worker';
  if (target.role === 'null') return [];
  if (target.role === 'load-balancer') {
    // In-flight ones hang; then every third new connection, until the balancer marks the cut server down.
    if (connection === 'reused')
      return [{ from: cutAt + 40, to: cutAt + (operation === 'write' ? 6200 : 5200), every: 1, ...hang }];
    const first = { from: cutAt + 100, to: cutAt + (operation === 'write' ? 1500 : 450), every: 1, ...hang };
    return [first, { from: cutAt + 450, to: cutAt + 10_400, every: 6, ...hang }];
  }
  if (target.role === 'app') {
    if (cutOff) return [{ from: cutAt, to: healAt + 1100, every: 1, ...hang }];
    return [{ from: cutAt, to: cutAt + 38_000, every: connection === 'new' ? 3 : 5, ...hang }];
  }
  if (!cutOff) return [];
  const unhealthy = { error: 'status', status: 500, detail: '[-]etcd failed: reason withheld' } as const;
  return [
    { from: cutAt + 800, to: cutAt + 34_000, every: 1, ...unhealthy },
    { from: cutAt + 34_000, to: cutAt + 96_000, every: 1, error: 'refused', detail: 'connect ECONNREFUSED' },
    {
      from: cutAt + 96_000,
      to: Number.POSITIVE_INFINITY,
      every: 1,
      error: 'reset',
      detail: 'read ECONNRESET <script>alert(1)</script>',
    },
  ];
}

function request(
  stream: StreamSpec,
  scheduledAt: number,
  trouble: Trouble | undefined,
  random: Random,
): RequestObservation {
  const base = stream.target.role === 'null' ? 0.4 : stream.connection === 'new' ? 15 : 3;
  const factor = { write: 1.6, 'quorum-read': 1.3 }[stream.operation as string] ?? 1;
  const spread = Math.exp(1.1 * (random.next() + random.next() + random.next() - 1.5));
  const tail = random.next() < 0.012 ? 4 + 6 * random.next() : 1;
  const elapsedMs = trouble?.error === 'timeout' ? stream.timeoutMs + 3 : Math.min(980, base * factor * spread * tail);
  const sentAt = scheduledAt + 0.2 + random.next();
  const common = {
    kind: 'request',
    stream: stream.id,
    scheduledAt,
    sentAt,
    endedAt: Math.round((scheduledAt + elapsedMs) * 1000) / 1000,
    reusedConnection: stream.connection === 'reused',
  } as const;
  if (trouble === undefined) return { ...common, good: true, status: 200, remoteAddress: '172.18.0.8' };
  const { error, detail, status } = trouble;
  return { ...common, good: false, error, detail, ...(status === undefined ? {} : { status }) };
}
