import { formatDuration, formatRatio } from '../base/quantity.ts';
import { isShort, loadIn, loadText } from '../core/machine-load.ts';
import type { Observation, RequestObservation } from '../core/observation.ts';
import type { StreamSpec } from '../core/stream.ts';
import type { Phase } from '../core/timeline.ts';

/** Below this share of good requests a stream is unfit to show what a fault does. A single blip is let pass. */
const leastGood = 0.99;

/** More streams than this are told in one sentence: thirty lines of the same say less than one. */
const mostLines = 3;

/** Why the baseline shows no healthy cluster; empty when it does. The harness's own `null` stream is not the cluster. */
export function baselineFailures(
  streams: readonly StreamSpec[],
  observations: readonly Observation[],
  baseline: Phase,
): readonly string[] {
  const byStream = new Map<string, RequestObservation[]>();
  for (const seen of observations) {
    if (seen.kind !== 'request' || seen.scheduledAt < baseline.startAt || seen.scheduledAt >= baseline.endAt) continue;
    const list = byStream.get(seen.stream);
    if (list === undefined) byStream.set(seen.stream, [seen]);
    else list.push(seen);
  }
  const judged = streams.filter((stream) => stream.target.role !== 'null');
  const failures = judged.flatMap((stream) => {
    const samples = (byStream.get(stream.id) ?? []).sort((a, b) => a.scheduledAt - b.scheduledAt);
    const failure = failureOf(stream, samples, baseline.endAt);
    return failure === undefined ? [] : [`baseline of ${stream.id}: ${failure}`];
  });
  if (failures.length === 0) return failures;
  const told =
    failures.length <= mostLines
      ? failures
      : [
          `${failures.length} of ${judged.length} streams were unhealthy in the baseline, among them ${failures[0] ?? ''}`,
        ];
  return [...told, ...shortage(observations, baseline)];
}

/** What may explain it: a machine that had no time for the cluster and the probes. */
function shortage(observations: readonly Observation[], baseline: Phase): readonly string[] {
  const load = loadIn(observations, [baseline]);
  return load !== undefined && isShort(load) ? [loadText(load)] : [];
}

function failureOf(stream: StreamSpec, samples: readonly RequestObservation[], endAt: number): string | undefined {
  const last = samples.at(-1);
  if (last === undefined) return 'no request was answered or given up';
  const bad = samples.filter(({ good }) => !good);
  const good = 1 - bad.length / samples.length;
  if (bad.length > 1 && good < leastGood) {
    return `${bad.length} of ${samples.length} requests were bad (${formatRatio(good)} good, ${formatRatio(leastGood)} needed; ${errorsOf(bad)})`;
  }
  if (samples.length > 1 && samples.slice(-2).every((sample) => !sample.good)) {
    return `it was down when the baseline ended (${errorsOf(samples.slice(-2))})`;
  }
  // Requests that hang are seen only when they are given up: silence at the end is an outage, too.
  const silentMs = endAt - last.scheduledAt;
  const allowedMs = stream.goodWithinMs + 2 * stream.periodMs;
  return silentMs > allowedMs ? `no answer in the last ${formatDuration(silentMs)} of it` : undefined;
}

function errorsOf(bad: readonly RequestObservation[]): string {
  return [...new Set(bad.map(({ error }) => error ?? 'other'))].join(', ');
}
