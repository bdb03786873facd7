import { sendStreams } from '../../src/backends/prober/prober.ts';
import { originNow, systemClock } from '../../src/base/system-clock.ts';
import type { SentCount } from '../../src/core/cluster.ts';
import type { Observation, RequestObservation } from '../../src/core/observation.ts';
import type { StreamSpec } from '../../src/core/stream.ts';

export const origin = originNow();
export const clock = systemClock(origin);

/** Sends the streams for so long; `onStart` is called with the first answer. */
export async function send(
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
