import { formatDuration, formatRatio } from '../base/quantity.ts';
import type { Objective, ValidityCheck } from '../core/objective.ts';
import { ofKind } from '../core/observation-log.ts';
import { etcdScrapes } from '../core/observation.ts';
import { judgedPhases } from '../core/phases.ts';
import type { FaultEntry } from '../core/scenario.ts';
import type { FaultRecord, Phase, Timeline } from '../core/timeline.ts';
import { minSamples } from '../indicators/latency.ts';
import { counted } from '../indicators/measurement.ts';
import { countBlips, streamOutages } from '../indicators/outages.ts';
import { askedIn, isCritical, samplesIn, type Stream, streamsOf } from '../indicators/streams.ts';
import { type BlindWindow, blindWindows } from '../indicators/watch-sight.ts';
import { baselineCheckName, faultsCheck } from '../scoring/verdict.ts';

/** A healthy baseline has at least this share good (measuring, E). */
const healthyShare = 0.999;
/** A watch may be blind for so long while the API could have been seen (measuring, F). */
const blindMs = 5000;

/** A stream in the baseline. */
interface BaselineStream {
  readonly id: string;
  readonly n: number;
  readonly bad: number;
  readonly blips: number;
  readonly unwell: boolean;
}

/**
 * Whether all streams were well before anything was broken: no outage, and 99.9 % good. A single bad sample of a baseline
 * too short to hold a thousand is a warning.
 */
export function baselineCheck(timeline: Timeline): ValidityCheck {
  const check = baselineCheckName;
  const baseline = timeline.phases.filter(({ name }) => name === 'baseline');
  if (onlyObserves(timeline))
    return { check, status: 'ok', detail: 'the run only observes: nothing was to be compared' };
  if (baseline.length === 0) return { check, status: 'failed', detail: 'the run has no baseline to compare with' };
  const streams = streamsOf(timeline).filter(({ spec }) => spec.target.role !== 'null');
  const found = streams.map((stream) => inBaseline(stream, baseline));
  const unwell = found.filter((one) => one.unwell).sort((a, b) => illness(b) - illness(a));
  const items = unwell.map(({ id, n, bad }) => (n === 0 ? `nothing was seen on ${id}` : `${bad} of ${n} bad on ${id}`));
  const of = `of ${counted(found.length, 'stream')}`;
  if (items.length > 0) {
    const detail = `${items.length} ${of} ${items.length === 1 ? 'was' : 'were'} not healthy; worst: ${items[0] ?? ''}`;
    return { check, status: 'failed', detail, items };
  }
  const blips = found
    .filter((one) => one.blips > 0)
    .map(({ id, blips: n }) => `${counted(n, 'single bad request')} on ${id}`);
  if (blips.length > 0) {
    const detail = `single bad requests on ${blips.length} ${of}, the first: ${blips[0] ?? ''}`;
    return { check, status: 'warning', detail, items: blips };
  }
  return {
    check,
    status: 'ok',
    detail: `at least ${formatRatio(healthyShare)} good on ${counted(found.length, 'stream')}`,
  };
}

function onlyObserves(timeline: Timeline): boolean {
  return timeline.phases.some(({ name }) => name === 'observation');
}

/** The share that was bad; a stream of which nothing was seen is worse than any. */
function illness({ n, bad }: BaselineStream): number {
  return n === 0 ? Infinity : bad / n;
}

function inBaseline(stream: Stream, baseline: readonly Phase[]): BaselineStream {
  const asked = askedIn(stream, baseline);
  const bad = asked.count(({ good }) => !good);
  const unwell =
    asked.length === 0 ||
    streamOutages(asked).length > 0 ||
    (bad > 1 && bad > (1 - healthyShare) * asked.length + 1e-9);
  return { id: stream.spec.id, n: asked.length, bad, blips: countBlips(asked), unwell };
}

/** Whether the baseline is long enough to compare a P99 with, where an objective judges by one. */
export function baselineLengthCheck(timeline: Timeline, slos: readonly Objective[]): ValidityCheck {
  const check = 'baseline length';
  if (onlyObserves(timeline))
    return { check, status: 'ok', detail: 'the run only observes: nothing was to be compared' };
  const enough = minSamples(0.99);
  const judged = streamsOf(timeline).filter((stream) => slos.some(({ sli }) => judgesByP99(sli, stream)));
  const baseline = timeline.phases.filter(({ name }) => name === 'baseline');
  const short = [...groupsOf(judged)].flatMap(([group, streams]) => {
    const n = streams.reduce((sum, stream) => sum + samplesIn(stream, baseline).length, 0);
    return n >= enough ? [] : `${n} of ${enough} samples over ${group}`;
  });
  if (short.length > 0) return { check, status: 'warning', detail: `too short for a bounded P99: ${short.join('; ')}` };
  return {
    check,
    status: 'ok',
    detail: judged.length === 0 ? 'no objective judges requests by P99' : `at least ${enough} samples of each kind`,
  };
}

/** Whether every declared fault was injected, and its effect seen. */
export function injectionCheck(
  faults: readonly FaultRecord[],
  declared: readonly Pick<FaultEntry, 'name'>[],
): ValidityCheck {
  const check = faultsCheck;
  const unrecorded = declared
    .filter(({ name }) => !faults.some((fault) => fault.name === name))
    .map(({ name }) => name);
  const unproven = faults
    .filter(
      ({ error, injections }) =>
        error !== undefined || injections.length === 0 || injections.some(({ proof }) => proof.status !== 'proven'),
    )
    .map(({ name }) => name);
  if (unproven.length + unrecorded.length > 0) {
    const told = [
      ...(unproven.length > 0 ? [`not proven: ${unproven.join(', ')}`] : []),
      ...(unrecorded.length > 0 ? [`the run ended before: ${unrecorded.join(', ')}`] : []),
    ];
    return { check, status: 'failed', detail: told.join('; ') };
  }
  const injections = faults.flatMap((fault) => fault.injections).length;
  return {
    check,
    status: 'ok',
    detail:
      faults.length === 0
        ? 'none is declared'
        : `${counted(injections, 'injection')} of ${counted(faults.length, 'fault')} proven`,
  };
}

/**
 * Whether the watches saw, while an apiserver that was asked directly answered. Scrapes of etcd are not among them: what
 * they missed leaves the indicators of etcd unmeasured, and nothing else.
 */
export function sightCheck(timeline: Timeline): ValidityCheck {
  const check = 'watch sight';
  const watches = ofKind(timeline, 'watch').filter(({ resource }) => resource !== etcdScrapes);
  const resources = [...new Set(watches.map(({ resource }) => resource))];
  const phases = judgedPhases(timeline);
  const direct = directStreams(timeline);
  const found = resources.flatMap((resource) =>
    blindWindows(timeline, resource).flatMap((window) =>
      phases.flatMap(({ startAt, endAt }) => {
        const seen = { ...window, fromAt: Math.max(startAt, window.fromAt), toAt: Math.min(endAt, window.toAt) };
        if (seen.toAt <= seen.fromAt) return [];
        return {
          resource,
          fromAt: seen.fromAt,
          lastedMs: seen.toAt - seen.fromAt,
          excuseless: direct.some((stream) => goodMs(stream, seen) > blindMs),
        };
      }),
    ),
  );
  if (resources.length === 0) return { check, status: 'warning', detail: 'nothing was watched' };
  const [longest] = found.sort((a, b) => b.lastedMs - a.lastedMs);
  if (longest === undefined) return { check, status: 'ok', detail: `${resources.join(', ')}: never blind` };
  const items = found.map(
    ({ resource, lastedMs, fromAt }) =>
      `${resource} blind for ${formatDuration(lastedMs)} from ${formatDuration(fromAt)} on`,
  );
  const told = (items[0] ?? '') + (items.length === 1 ? '' : `, and ${counted(items.length - 1, 'shorter time')}`);
  if (found.some(({ excuseless }) => excuseless))
    return { check, status: 'failed', detail: `${told}, while an apiserver answered`, items };
  const why = longest.lastedMs > blindMs ? ', while no apiserver answered for long' : '';
  return { check, status: 'ok', detail: told + why, items };
}

/** Reads with quorum tell best whether a list would have been answered. */
function directStreams(timeline: Timeline): readonly Stream[] {
  const direct = streamsOf(timeline).filter(({ spec }) => spec.target.role === 'apiserver');
  const quorum = direct.filter(({ spec }) => spec.operation === 'quorum-read');
  return quorum.length > 0 ? quorum : direct;
}

/** The longest time in the window during which every request of the stream was good. */
function goodMs({ samples, spec }: Stream, { fromAt, toAt }: BlindWindow): number {
  let longest = 0;
  let sinceAt: number | undefined;
  for (const { scheduledAt, good } of samples) {
    if (scheduledAt < fromAt || scheduledAt >= toAt) continue;
    sinceAt = good ? (sinceAt ?? scheduledAt) : undefined;
    if (sinceAt !== undefined) longest = Math.max(longest, scheduledAt + spec.periodMs - sinceAt);
  }
  return longest;
}

function judgesByP99(sli: string, stream: Stream): boolean {
  if (sli === 'api.latency.p99') return isCritical(stream);
  return sli === 'traffic.latency.p99' && stream.spec.target.role === 'app';
}

function groupsOf(streams: readonly Stream[]): Map<string, Stream[]> {
  const groups = new Map<string, Stream[]>();
  for (const stream of streams) {
    const { connection, target } = stream.spec;
    const group = `${connection} connections to the ${target.role}`;
    groups.set(group, [...(groups.get(group) ?? []), stream]);
  }
  return groups;
}
