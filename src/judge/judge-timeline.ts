import type { Indicator, Measurement } from '../core/indicator.ts';
import type { Objective, ObjectiveResult } from '../core/objective.ts';
import { judgedPhases } from '../core/phases.ts';
import type { SliReport } from '../core/report.ts';
import type { FaultEntry, Scenario } from '../core/scenario.ts';
import type { Timeline } from '../core/timeline.ts';
import { indicators } from '../indicators/index.ts';
import { queryIndicator, queryIndicators } from '../indicators/query.ts';
import { judgeObjective, skipObjective } from '../scoring/objective.ts';
import { measureObjective } from './measure-objective.ts';

/** What a timeline is judged by: the objectives, and the names of the faults that were declared. */
export interface Judged extends Pick<Scenario, 'slos'> {
  readonly faults: readonly Pick<FaultEntry, 'name'>[];
}

/** What a timeline says: every indicator, and every objective of the scenario. */
export interface JudgedTimeline {
  readonly slis: Readonly<Record<string, SliReport>>;
  readonly results: readonly ObjectiveResult[];
}

/**
 * Measures every indicator over its default phases and over each phase alone, and judges the objectives over theirs.
 * When faults are declared and none was applied, the objectives were not put to the test and are skipped.
 * Throws HarnessError('scenario-invalid') when an objective names no indicator.
 */
export function judgeTimeline(timeline: Timeline, scenario: Judged): JudgedTimeline {
  const own = queryIndicators(timeline);
  const slis = Object.fromEntries(
    [...indicators.all, ...own].map((indicator) => [indicator.name, sliReport(indicator, timeline)]),
  );
  const exercised =
    scenario.faults.length === 0 || timeline.faults.some(({ injections }) => injections.some(isApplied));
  const results = scenario.slos.map((objective) => {
    const indicator = indicatorFor(objective, own);
    const measurement = measureObjective(objective, indicator, timeline);
    return exercised
      ? judgeObjective(objective, measurement, indicator)
      : skipObjective(objective, measurement, 'no fault was injected');
  });
  return { slis, results };
}

/** An indicator of this program, or of the run's own. One that the run was to bring along and did not has nothing to measure. */
function indicatorFor(
  { sli, comparison }: Pick<Objective, 'sli' | 'comparison'>,
  own: readonly Indicator[],
): Indicator {
  const found = own.find(({ name }) => name === sli);
  if (found !== undefined || !sli.startsWith('query.')) return found ?? indicators.get(sli);
  const better = comparison.startsWith('<') ? 'lower' : 'higher';
  return queryIndicator({ name: sli, unit: 'count', better, query: sli, take: 'max', stepMs: 0 });
}

/** The base unit that values of a dimension are in. */
function unitOf(dimension: Indicator['dimension']): string {
  const units: Partial<Record<Indicator['dimension'], string>> = { duration: 'ms', size: 'bytes' };
  return units[dimension] ?? dimension;
}

function sliReport(indicator: Indicator, timeline: Timeline): SliReport {
  const measurement = indicator.measure(timeline, indicator.phases);
  const phases = judgedPhases(timeline).flatMap(({ name }) => {
    if (name !== 'baseline' && name !== 'fault' && name !== 'recovery') return [];
    const alone = indicator.measure(timeline, [name]);
    // An indicator that makes no sense over a phase alone says so, and is left out.
    if (alone.status === 'unmeasured') return [];
    return [[name, { status: alone.status, value: alone.value, samples: alone.samples }] as const];
  });
  return {
    unit: unitOf(indicator.dimension),
    summary: indicator.summary,
    definition: indicator.definition,
    ...withoutNothing(measurement),
    phases: Object.fromEntries(phases),
  };
}

function withoutNothing(measurement: Measurement): Omit<SliReport, 'unit' | 'phases'> {
  if (measurement.status === 'unmeasured') return measurement;
  const { status, value, samples, evidence, bounds } = measurement;
  return { status, value, samples, evidence, ...(bounds === undefined ? {} : { bounds }) };
}

function isApplied({ appliedAt, injectedAt }: Timeline['faults'][number]['injections'][number]): boolean {
  return appliedAt !== undefined || injectedAt !== undefined;
}
