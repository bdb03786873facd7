import type { BudgetReport, BurnAlert } from '../core/report.ts';
import type { Phase, Timeline } from '../core/timeline.ts';
import { faultInstants } from '../indicators/fault-instant.ts';
import { samplesIn, type Stream, streamsOf } from '../indicators/streams.ts';

/** What the budget is reckoned for: 99.9 % of the requests over 30 days. */
const objective = 0.999;
const windowMs = 30 * 86_400_000;
const hourMs = 3_600_000;
const sliceMs = 1000;

/** The burn-rate alerts of the SRE workbook, chapter 5, for a window of 30 days; both windows must exceed the factor. */
const pairs = [
  { severity: 'page', factor: 14.4, longMs: hourMs, shortMs: hourMs / 12 },
  { severity: 'page', factor: 6, longMs: 6 * hourMs, shortMs: hourMs / 2 },
  { severity: 'ticket', factor: 3, longMs: 24 * hourMs, shortMs: 2 * hourMs },
  { severity: 'ticket', factor: 1, longMs: 72 * hourMs, shortMs: 6 * hourMs },
] as const;

/**
 * What the incident cost of the error budget of each service that was probed, and which burn-rate alerts it would have set
 * off. Bad time is the share of bad requests of each second of the fault and recovery phases, summed: a second in which a
 * third of the requests failed costs a third of a second. Before the run, and in seconds without a request, all is taken to
 * have been well: the costs are at least these. Empty where there is no fault phase or no request.
 */
export function errorBudgets(timeline: Timeline): readonly BudgetReport[] {
  const phases = timeline.phases.filter(
    ({ name }) => name === 'fault' || name === 'recovery' || name === 'observation',
  );
  if (!phases.some(({ name }) => name === 'fault')) return [];
  const all = streamsOf(timeline);
  const disabled = new Set(timeline.faults.flatMap(({ disabledNodes }) => disabledNodes));
  const api = all.filter(({ spec }) => spec.target.role === 'load-balancer');
  // What a fault itself takes away is the fault, not the answer to it.
  const workload = all.filter(({ spec: { target } }) => target.role === 'app' && !disabled.has(target.node ?? ''));
  return [...budgetOf('api', api, phases, timeline), ...budgetOf('workload', workload, phases, timeline)];
}

function budgetOf(
  service: BudgetReport['service'],
  streams: readonly Stream[],
  phases: readonly Phase[],
  timeline: Timeline,
): readonly BudgetReport[] {
  const startAt = Math.min(...phases.map((phase) => phase.startAt));
  const slices = badSlices(streams, phases, startAt);
  if (slices.length === 0) return [];
  const badMs = slices.reduce((sum, bad) => sum + bad, 0);
  const cost = badMs / (windowMs * (1 - objective));
  const struckAt = faultInstants(timeline)[0]?.at;
  return [
    {
      service,
      streams: streams.map(({ spec }) => spec.id),
      objective,
      windowMs,
      badMs,
      cost,
      ...(cost > 0 ? { affordable: 1 / cost } : {}),
      open: streams.some((stream) =>
        samplesIn(stream, phases)
          .slice(-2)
          .every(({ good }) => !good),
      ),
      alerts: pairs.map((pair) => alertOf(pair, slices, startAt, struckAt)),
    },
  ];
}

/** Bad time in ms of each second from `startAt` on. */
function badSlices(streams: readonly Stream[], phases: readonly Phase[], startAt: number): readonly number[] {
  const counts: { good: number; bad: number }[] = [];
  for (const stream of streams) {
    for (const { scheduledAt, good } of samplesIn(stream, phases)) {
      const index = Math.floor((scheduledAt - startAt) / sliceMs);
      const slice = (counts[index] ??= { good: 0, bad: 0 });
      slice[good ? 'good' : 'bad'] += 1;
    }
  }
  // Array.from visits the holes of a sparse array, which map would leave.
  return Array.from(counts, (slice: { good: number; bad: number } | undefined) =>
    slice === undefined ? 0 : (sliceMs * slice.bad) / (slice.good + slice.bad),
  );
}

/** Looks at both windows at the end of each second, as an alerting rule would that is evaluated every second. */
function alertOf(
  { severity, factor, longMs, shortMs }: (typeof pairs)[number],
  slices: readonly number[],
  startAt: number,
  struckAt: number | undefined,
): BurnAlert {
  const budget = 1 - objective;
  const sums = [0];
  for (const bad of slices) sums.push((sums.at(-1) ?? 0) + bad);
  const burn = (end: number, overMs: number): number => {
    const from = Math.max(0, end - overMs / sliceMs);
    return ((sums[end] ?? 0) - (sums[from] ?? 0)) / overMs / budget;
  };
  let firedAt: number | undefined;
  let peak = 0;
  for (let end = 1; end < sums.length; end += 1) {
    peak = Math.max(peak, burn(end, longMs));
    if (firedAt === undefined && burn(end, longMs) > factor && burn(end, shortMs) > factor)
      firedAt = startAt + end * sliceMs;
  }
  return {
    severity,
    factor,
    longMs,
    shortMs,
    needsBadMs: factor * budget * longMs,
    peakBurn: peak,
    ...(firedAt === undefined ? {} : { firedAt }),
    ...(firedAt === undefined || struckAt === undefined ? {} : { afterMs: Math.max(0, firedAt - struckAt) }),
  };
}
