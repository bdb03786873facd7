import { formatDuration, formatRatio } from '../base/quantity.ts';
import type { ValidityCheck } from '../core/objective.ts';
import { judgedPhases } from '../core/phases.ts';
import type { RequestSample } from '../core/request-store.ts';
import type { HarnessRecord } from '../core/run.ts';
import type { Phase, Timeline } from '../core/timeline.ts';
import { dueIn } from '../indicators/in-order.ts';
import { counted, isFirstPhase, within } from '../indicators/measurement.ts';
import { streamOutages } from '../indicators/outages.ts';
import { namesOf, samplesIn, silentIn, type Stream, streamsOf } from '../indicators/streams.ts';

/** Requests that were due, sent, and seen again: at least this share (etcd's robustness tests and measuring, F: 99 % of the plan). */
const leastShare = 0.99;
/** A stream that is silent for more periods than this has a hole, which may hide an outage as long. */
const holePeriods = 5;
/** The first request of a stream may come so long after the baseline began: the prober starts up. */
const startUpMs = 5000;

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
  const silent = silentIn(control, judgedPhases(timeline));
  if (silent.length > 0) return { check, status: 'failed', detail: `nothing was seen on ${namesOf(silent)}` };
  const outages = control.flatMap((stream) => streamOutages(samplesIn(stream, judgedPhases(timeline))));
  if (outages.length === 0) return { check, status: 'ok', detail: `no outage on ${namesOf(control)}` };
  const items = outages.map(
    ({ stream, startAt, endAt }) => `${stream} from ${formatDuration(startAt)} to ${formatDuration(endAt)}`,
  );
  const detail = `the harness itself stalled: ${counted(outages.length, 'outage')}, the first on ${items[0] ?? ''}`;
  return { check, status: 'failed', detail, items };
}

/** Whether what was due was sent, and what was sent was seen. */
export function sentCheck(timeline: Timeline, { probesPlanned, probesSent }: HarnessRecord): ValidityCheck {
  const check = 'probes sent';
  if (timeline.streams.length === 0) return { check, status: 'ok', detail: 'no request stream was declared' };
  if (probesPlanned === 0) return { check, status: 'failed', detail: 'no request was due' };
  const seen = streamsOf(timeline).reduce((sum, { asked }) => sum + asked.length, 0);
  const detail = `${probesSent} of ${probesPlanned} due were sent, ${seen} were seen`;
  const whole = probesSent >= leastShare * probesPlanned && seen >= leastShare * probesSent;
  return { check, status: whole ? 'ok' : 'failed', detail };
}

/** Whether each stream was seen throughout each judged phase: a hole could hide an outage. One within the 1 % that may lack is a warning. */
export function coverageCheck(timeline: Timeline): ValidityCheck {
  const check = 'streams seen throughout';
  const found = streamsOf(timeline).flatMap((stream) =>
    judgedPhases(timeline).map((phase) => ({ stream, phase, ...coverageOf(stream, phase) })),
  );
  const poor = found.filter(({ lacks }) => lacks);
  const told = poor.length > 0 ? poor : found.filter(({ holes }) => holes.length > 0);
  const items = told.map(({ stream, phase, seen, due, holes }) => {
    const where = holes.map(([from, to]) => `${formatDuration(from)} to ${formatDuration(to)}`).join(', ');
    return `${stream.spec.id} in the ${phase.name} phase (${seen} of ${due}${where && `; nothing from ${where}`})`;
  });
  const [first] = items;
  if (first === undefined)
    return { check, status: 'ok', detail: `at least ${formatRatio(leastShare)} of each stream in each phase` };
  const detail = items.length === 1 ? first : `${first}, and ${items.length - 1} more`;
  return { check, status: poor.length > 0 ? 'failed' : 'warning', detail, items };
}

/** What was seen of a stream in a phase, and the times in which nothing was due that should have been. */
function coverageOf(
  { asked, spec: { periodMs } }: Stream,
  phase: Phase,
): { seen: number; due: number; lacks: boolean; holes: readonly (readonly [number, number])[] } {
  const { startAt, endAt } = phase;
  const firstAt = asked.dueAt(0);
  const fromAt = isFirstPhase(phase) && firstAt < startAt + startUpMs ? Math.max(startAt, firstAt) : startAt;
  const inside = dueIn(asked, [{ startAt, endAt }]);
  const due = Math.floor((endAt - fromAt) / periodMs);
  const holes: (readonly [number, number])[] = [];
  let before = fromAt;
  const next = (at: number): void => {
    if (at - before > holePeriods * periodMs + 1) holes.push([before, at]);
    before = at;
  };
  for (const { scheduledAt } of inside) next(scheduledAt);
  next(endAt);
  // One on the edge of the phase may have been due on its other side.
  return { seen: inside.length, due, lacks: inside.length + 1 < leastShare * due, holes };
}

/**
 * Whether the harness asked what it is allowed to ask: no denial in the baseline, and no stream denied from some instant to
 * the end of the run. Denials in between are the cluster's own, and bad samples (see `streamsOf`).
 */
export function askedRightCheck(timeline: Timeline): ValidityCheck {
  const check = 'requests allowed';
  const phases = judgedPhases(timeline);
  const baseline = phases.filter(({ name }) => name === 'baseline');
  const items = streamsOf(timeline).flatMap((stream) => {
    const wrong = stream.misasked.filter(({ scheduledAt }) => within(phases, scheduledAt));
    const first = wrong.at(0);
    if (first === undefined) return [];
    const words = [first.status, first.detail].filter((part) => part !== undefined).join(' ');
    const since = within(baseline, first.scheduledAt) ? 'in the baseline' : 'and nothing else to the end';
    const from = `from ${formatDuration(first.scheduledAt)}, ${since}`;
    return `${counted(wrong.length, 'request')} denied on ${stream.spec.id} ${from}${words && `: ${words}`}`;
  });
  const [first] = items;
  if (first !== undefined) {
    const more = items.length === 1 ? '' : `, and on ${counted(items.length - 1, 'other stream')}`;
    return { check, status: 'failed', detail: first + more, items };
  }
  const denied = streamsOf(timeline).reduce(
    (sum, stream) => sum + samplesIn(stream, phases).count(({ error }) => error === 'denied'),
    0,
  );
  const detail =
    denied === 0
      ? 'no request was denied'
      : `${counted(denied, 'request')} denied by servers that answered the same before: counted as bad`;
  return { check, status: 'ok', detail };
}

/** A wall clock that jumped further than this makes the servers' own stamps and ours two different times (measuring, F). */
const stepMs = 50;

/** Whether the instants of each request are in order, as they would not be had the prober another zero; and whether the machine's clock was set. */
export function clockCheck(timeline: Timeline, { clockStepMs = 0 }: Pick<HarnessRecord, 'clockStepMs'>): ValidityCheck {
  const check = 'clock';
  if (clockStepMs > stepMs) {
    const detail = `the machine’s clock was set by ${formatDuration(clockStepMs)} in the run: what servers stamped does not fit what was measured`;
    return { check, status: 'failed', detail };
  }
  // A timer may wake within the millisecond before.
  const disordered = ({ scheduledAt, sentAt, endedAt }: RequestSample): boolean =>
    sentAt < scheduledAt - 1 || endedAt < sentAt;
  const wrong = streamsOf(timeline).map(({ asked }) => asked.filter(disordered));
  const first = wrong.find(({ length }) => length > 0)?.at(0);
  if (first === undefined)
    return {
      check,
      status: 'ok',
      detail: 'monotonic: no request was sent before it was due or ended before it was sent',
    };
  const count = wrong.reduce((sum, { length }) => sum + length, 0);
  return {
    check,
    status: 'failed',
    detail: `${counted(count, 'request')} with instants out of order, first on ${first.stream} at ${formatDuration(first.scheduledAt)}`,
  };
}
