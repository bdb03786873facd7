import { seededRandom } from '../../src/base/random.ts';
import type { RequestObservation } from '../../src/core/observation.ts';
import type { StreamSpec } from '../../src/core/stream.ts';
import { apiserver, lb, streamOf } from './timeline-builder.ts';

/** 4 targets × 5 operations × 2 connection modes at 10 Hz: 400 requests a second. */
export const probingStreams: readonly StreamSpec[] = [lb, ...['cp-1', 'cp-2', 'cp-3'].map(apiserver)].flatMap(
  (target) =>
    (['livez', 'readyz', 'quorum-read', 'cached-read', 'write'] as const).flatMap((operation) =>
      (['new', 'reused'] as const).map((connection) => streamOf(target, operation, connection)),
    ),
);

/** What probing for so many seconds brings, each with what a real one has; one in 500 is bad. */
export function* probing(seconds: number): Generator<RequestObservation> {
  const random = seededRandom(7, 'probing');
  const phaseMs = 100 / probingStreams.length;
  for (let i = 0; i < seconds * 400; i += 1) {
    const stream = probingStreams[i % probingStreams.length]!;
    // As a clock has it: to the nanosecond.
    const at = (ms: number): number => Math.round(ms * 1e6) / 1e6;
    const scheduledAt = 17.5432198 + i * phaseMs;
    const sentAt = at(scheduledAt + random.next());
    const connectedAt = at(sentAt + 0.2 + random.next());
    const securedAt = at(connectedAt + 1 + random.next());
    const firstByteAt = at(securedAt + 1 + 5 * random.next());
    const isNew = stream.connection === 'new';
    const common = {
      kind: 'request' as const,
      stream: `${stream.target.name} ${stream.operation} ${stream.connection}`,
      scheduledAt,
      sentAt,
      endedAt: at(firstByteAt + random.next()),
      ...(isNew ? { connectedAt, securedAt } : {}),
      firstByteAt,
      reusedConnection: !isNew,
      remoteAddress: `172.18.0.${2 + (i % 4)}`,
    };
    yield i % 500 === 499
      ? { ...common, good: false, error: 'status', status: 500, detail: '[-]etcd failed: reason withheld' }
      : { ...common, good: true, status: 200 };
  }
}
