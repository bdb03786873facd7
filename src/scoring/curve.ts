import type { Indicator } from '../core/indicator.ts';
import type { Comparison, Objective } from '../core/objective.ts';

/** Where the curve stands at the limit. */
const scoreAtLimit = 0.5;
/** The standard normal quantile of 0.9, where the curve stands at the objective. */
const z90 = 1.2815515655446004;

type Better = Pick<Indicator, 'better' | 'dimension'>;
type Bounds = Pick<Objective, 'comparison' | 'bound' | 'limit'>;

/** Whether a value keeps a bound. */
export function holds(value: number, comparison: Comparison, bound: number): boolean {
  switch (comparison) {
    case '<=':
      return value <= bound;
    case '<':
      return value < bound;
    case '>=':
      return value >= bound;
    case '>':
      return value > bound;
  }
}

/**
 * How good a value is, from 1 (perfect) to 0: a log-normal curve over the distance from perfect, 0.9 at the objective and
 * 0.5 at its limit. Never a gate, and never NaN. Two degenerate cases: a limit that is not beyond the objective, or without
 * end beyond it, leaves a step (`<= 0` and `>= 100%` without a limit of their own); an objective that is itself perfect
 * leaves nothing to be logarithmic about, so the score halves with each limit's worth of distance.
 */
export function scoreOf(value: number, { comparison, bound, limit }: Bounds, indicator: Better): number {
  const atObjective = distance(bound, indicator);
  const atLimit = distance(limit, indicator);
  // An objective against the indicator's grain has no curve: it is kept or it is not.
  const hasCurve = wantsLess(comparison) === (indicator.better === 'lower') && atLimit > atObjective;
  if (!hasCurve || atLimit === Infinity) return holds(value, comparison, bound) ? 1 : 0;
  const x = distance(value, indicator);
  if (atObjective <= 0) return scoreAtLimit ** (x / atLimit);
  const sigma = (Math.log(atLimit) - Math.log(atObjective)) / z90;
  // Two numbers that differ by their last bit have one logarithm.
  if (sigma === 0) return holds(value, comparison, bound) ? 1 : 0;
  return upperTail((Math.log(x) - Math.log(atLimit)) / sigma);
}

/**
 * How much of what the objective allows is left: 1 all, 0 none, negative when missed. For a ratio that is better higher
 * this is what is left of the error budget. Undefined when the objective allows nothing and something was used.
 */
export function headroomOf(value: number, { comparison, bound }: Bounds, indicator: Better): number | undefined {
  const sameWay = wantsLess(comparison) === (indicator.better === 'lower');
  const allowed = sameWay ? distance(bound, indicator) : bound;
  const used = sameWay ? distance(value, indicator) : 2 * bound - value;
  if (allowed > 0) return Number.isFinite(used) ? (allowed - used) / allowed : undefined;
  return used <= 0 ? 0 : undefined;
}

/** Distance from perfect: perfect is 0 where lower is better, 100 % for a ratio, and without end for anything else. */
function distance(value: number, { better, dimension }: Better): number {
  if (better === 'lower') return Math.max(0, value);
  if (dimension === 'ratio') return Math.max(0, 1 - value);
  return value > 0 ? 1 / value : Infinity;
}

function wantsLess(comparison: Comparison): boolean {
  return comparison === '<=' || comparison === '<';
}

/** The share of a standard normal distribution above z (Abramowitz and Stegun 7.1.26; error below 1e-7). */
function upperTail(z: number): number {
  const x = Math.abs(z) / Math.SQRT2;
  const t = 1 / (1 + 0.3275911 * x);
  const series = ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t;
  const half = (series * Math.exp(-x * x)) / 2;
  return z >= 0 ? half : 1 - half;
}
