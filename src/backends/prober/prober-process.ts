import { setMaxListeners } from 'node:events';
import { type ClockOrigin, every, systemClock } from '../../base/system-clock.ts';
import type { RequestObservation } from '../../core/observation.ts';
import type { StreamSpec } from '../../core/stream.ts';
import type { Endpoint } from './endpoint.ts';
import { inProcess, type ProcessSetting } from '../../base/processes/in-process.ts';
import { runStreams } from './run-streams.ts';
import { preferProcess } from './prefer-process.ts';

/** What the prober's process is given. */
export interface ProberInput {
  readonly streams: readonly StreamSpec[];
  readonly endpoints: readonly Endpoint[];
  readonly origin: ClockOrigin;
}

/** What the prober's process says. */
export type ProberMessage =
  | { readonly kind: 'started'; readonly startAt: number }
  | { readonly kind: 'observations'; readonly batch: readonly RequestObservation[] }
  | { readonly kind: 'done'; readonly sent: readonly number[]; readonly cpuMs: number; readonly rssMb: number };

const batchMs = 200;

async function probe(input: unknown, { say, stop }: ProcessSetting<ProberMessage>): Promise<void> {
  const { streams, endpoints, origin } = input as ProberInput;
  // Each stream waits on it: many listeners are no leak here.
  setMaxListeners(0, stop);
  let batch: RequestObservation[] = [];
  const flush = (): void => {
    if (batch.length > 0) say({ kind: 'observations', batch });
    batch = [];
  };
  const endBatches = every(batchMs, flush);
  const sent = await runStreams({
    streams,
    endpoints,
    clock: systemClock(origin),
    emit: (observation) => batch.push(observation),
    signal: stop,
    onStart: (startAt) => say({ kind: 'started', startAt }),
  });
  endBatches();
  flush();
  const { system, user } = process.cpuUsage();
  say({
    kind: 'done',
    sent,
    cpuMs: Math.round((user + system) / 1000),
    rssMb: Math.round(process.memoryUsage.rss() / 1e6),
  });
}

preferProcess();
inProcess(probe);
