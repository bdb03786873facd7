import type { Indicator, Measurement } from '../core/indicator.ts';
import type { Objective, ObjectiveResult } from '../core/objective.ts';
import { headroomOf, holds, scoreOf } from './curve.ts';
import { measuredText, valueText } from './value-text.ts';

/**
 * Judges one objective. What was not measured is never met. A lower bound (censored) can only prove a miss: beyond the bound
 * it is missed with score 0, for it never ended; within it, nothing is known.
 */
export function judgeObjective(
  objective: Objective,
  measurement: Measurement,
  indicator: Pick<Indicator, 'better' | 'dimension'>,
): ObjectiveResult {
  if (measurement.status === 'unmeasured') return notJudged(objective, measurement, 'unmeasured', measurement.reason);
  const { value, status, evidence } = measurement;
  if (!Number.isFinite(value)) return notJudged(objective, measurement, 'unmeasured', `no number came out: ${value}`);
  const text = measuredText(measurement, indicator.dimension);
  const kept = holds(value, objective.comparison, objective.bound);
  const provesMiss = objective.comparison === '<=' || objective.comparison === '<';
  if (status === 'censored' && (kept || !provesMiss)) {
    const reason = `${text}, and it had not ended when the observation did: ${objective.text} is not decided (${evidence})`;
    return notJudged(objective, measurement, 'unmeasured', reason);
  }
  const warned = kept && objective.warn !== undefined && !holds(value, objective.comparison, objective.warn);
  return {
    objective,
    status: kept ? 'met' : 'missed',
    measurement,
    score: status === 'censored' ? 0 : scoreOf(value, objective, indicator),
    headroom: headroomOf(value, objective, indicator),
    reason: `${text}, objective ${objective.text} (${evidence})`,
    ...(warned ? { warning: `${text}, and a warning from ${valueText(objective.warn, indicator.dimension)} on` } : {}),
  };
}

/** An objective that the run did not put to the test. */
export function skipObjective(objective: Objective, measurement: Measurement, reason: string): ObjectiveResult {
  return notJudged(objective, measurement, 'skipped', reason);
}

function notJudged(
  objective: Objective,
  measurement: Measurement,
  status: 'unmeasured' | 'skipped',
  reason: string,
): ObjectiveResult {
  return { objective, status, measurement, score: undefined, headroom: undefined, reason };
}
