import { percentile } from '../base/percentile.ts';
import { formatDuration, formatRatio } from '../base/quantity.ts';
import type { ValidityCheck } from '../core/objective.ts';
import type { RequestObservation } from '../core/observation.ts';
import type { HarnessRecord } from '../core/run.ts';
import type { Timeline } from '../core/timeline.ts';
import { counted, judgedPhases } from '../indicators/measurement.ts';
import { streamOutages } from '../indicators/outages.ts';
import { namesOf, samplesIn, type Stream, streamsOf } from '../indicators/streams.ts';

/** A lateness P99 above this is worth a warning. */
const lateMs = 10;
/** Requests that were due, sent, and seen again: at least this share. */
const leastShare = 0.99;
/** The first request of a stream may come so long after the baseline began: the prober starts up. */
const startUpMs = 5000;

/** Whether the prober sent its requests when they were due: P99 within half a period, and none later than five. */
export function latenessCheck(timeline: Timeline): ValidityCheck {
  const check = 'probe lateness';
  const byPeriod = new Map<number, number[]>();
  for (const stream of streamsOf(timeline)) {
    const late = judgedSamples(stream, timeline).map(({ sentAt, scheduledAt }) => sentAt - scheduledAt);
    byPeriod.set(stream.spec.periodMs, [...(byPeriod.get(stream.spec.periodMs) ?? []), ...late]);
  }
  const groups = [...byPeriod].filter(([, late]) => late.length > 0);
  if (groups.length === 0) return { check, status: 'failed', detail: 'no request was seen' };
  const found = groups.map(([periodMs, late]) => {
    const p99 = percentile(late, 0.99);
    const max = percentile(late, 1);
    return { periodMs, p99, max, unsound: p99 > periodMs / 2 || max > 5 * periodMs };
  });
  const detail = found
    .map(
      ({ periodMs, p99, max }) =>
        `every ${formatDuration(periodMs)}: P99 ${formatDuration(p99)}, at most ${formatDuration(max)}`,
    )
    .join('; ');
  const isLate = found.some(({ p99 }) => p99 > lateMs);
  const unsound = found.some((one) => one.unsound);
  return { check, status: unsound ? 'failed' : isLate ? 'warning' : 'ok', detail };
}

/** P99 of how late requests were sent in the judged phases, in ms; undefined when none was. */
export function latenessP99(timeline: Timeline): number | undefined {
  const late = streamsOf(timeline).flatMap((stream) =>
    judgedSamples(stream, timeline).map(({ sentAt, scheduledAt }) => sentAt - scheduledAt),
  );
  return late.length === 0 ? undefined : percentile(late, 0.99);
}

/** Whether requests to the harness itself always succeeded: an outage there is the harness stalling. */
export function controlCheck(timeline: Timeline): ValidityCheck {
  const check = 'control stream';
  const control = streamsOf(timeline).filter(({ spec }) => spec.target.role === 'null');
  if (control.length === 0)
    return {
      check,
      status: 'warning',
      detail: 'there is none: a stall of the harness would not be told from one of the cluster',
    };
  const outages = control.flatMap((stream) => streamOutages(judgedSamples(stream, timeline)));
  const [first] = outages;
  if (first === undefined) return { check, status: 'ok', detail: `no outage on ${namesOf(control)}` };
  const span = `from ${formatDuration(first.startAt)} to ${formatDuration(first.endAt)}`;
  return {
    check,
    status: 'failed',
    detail: `the harness itself stalled: ${counted(outages.length, 'outage')} on ${first.stream}, the first ${span}`,
  };
}

/** Whether what was due was sent, and what was sent was seen. */
export function sentCheck(timeline: Timeline, { probesPlanned, probesSent }: HarnessRecord): ValidityCheck {
  const check = 'probes sent';
  if (timeline.streams.length === 0) return { check, status: 'ok', detail: 'no request stream was declared' };
  if (probesPlanned === 0) return { check, status: 'failed', detail: 'no request was due' };
  const seen = streamsOf(timeline).reduce((sum, { samples, misasked }) => sum + samples.length + misasked.length, 0);
  const detail = `${probesSent} of ${probesPlanned} due were sent, ${seen} were seen`;
  const whole = probesSent >= leastShare * probesPlanned && seen >= leastShare * probesSent;
  return { check, status: whole ? 'ok' : 'failed', detail };
}

/** Whether each stream was seen throughout each judged phase: a hole could hide an outage. */
export function coverageCheck(timeline: Timeline): ValidityCheck {
  const check = 'streams seen throughout';
  const holes = streamsOf(timeline).flatMap((stream) => {
    const all = [...stream.samples, ...stream.misasked].map(({ scheduledAt }) => scheduledAt);
    const firstAt = all.reduce((first, at) => Math.min(first, at), Infinity);
    return judgedPhases(timeline).flatMap(({ name, startAt, endAt }) => {
      const fromAt = name === 'baseline' && firstAt < startAt + startUpMs ? Math.max(startAt, firstAt) : startAt;
      const due = Math.floor((endAt - fromAt) / stream.spec.periodMs);
      const seen = all.filter((at) => at >= startAt && at < endAt).length;
      // One on the edge of the phase may have been due on its other side.
      return seen + 1 >= leastShare * due ? [] : `${stream.spec.id} in the ${name} phase (${seen} of ${due})`;
    });
  });
  if (holes.length === 0)
    return { check, status: 'ok', detail: `at least ${formatRatio(leastShare)} of each stream in each phase` };
  const [first = ''] = holes;
  return { check, status: 'failed', detail: holes.length === 1 ? first : `${first}, and ${holes.length - 1} more` };
}

/** Whether the harness asked what it is allowed to ask (see `streamsOf` for which denials are the cluster's own). */
export function askedRightCheck(timeline: Timeline): ValidityCheck {
  const check = 'requests allowed';
  const phases = judgedPhases(timeline);
  const denied = streamsOf(timeline).flatMap(({ misasked }) =>
    misasked.filter(({ scheduledAt }) =>
      phases.some(({ startAt, endAt }) => scheduledAt >= startAt && scheduledAt < endAt),
    ),
  );
  const [first] = denied;
  if (first === undefined) return { check, status: 'ok', detail: 'no request was denied for the harness’s own fault' };
  const words = [first.status, first.detail].filter((part) => part !== undefined).join(' ');
  return {
    check,
    status: 'failed',
    detail: `${counted(denied.length, 'request')} denied, first on ${first.stream}${words && `: ${words}`}`,
  };
}

/** Whether the instants of each request are in order: they would not be, had the clock stepped or the prober another zero. */
export function clockCheck(timeline: Timeline): ValidityCheck {
  const check = 'clock';
  // A timer may wake within the millisecond before.
  const disordered = ({ scheduledAt, sentAt, endedAt }: RequestObservation): boolean =>
    sentAt < scheduledAt - 1 || endedAt < sentAt;
  const wrong = streamsOf(timeline).flatMap(({ samples }) => samples.filter(disordered));
  const [first] = wrong;
  if (first === undefined)
    return {
      check,
      status: 'ok',
      detail: 'monotonic: no request was sent before it was due or ended before it was sent',
    };
  return {
    check,
    status: 'failed',
    detail: `${counted(wrong.length, 'request')} with instants out of order, first on ${first.stream} at ${formatDuration(first.scheduledAt)}`,
  };
}

function judgedSamples(stream: Stream, timeline: Timeline): readonly RequestObservation[] {
  return samplesIn(stream, judgedPhases(timeline));
}
