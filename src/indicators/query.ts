import type { Dimension } from '../base/quantity.ts';
import type { Indicator } from '../core/indicator.ts';
import { ofKind } from '../core/observation-log.ts';
import type { QueryObservation } from '../core/observation.ts';
import type { QuerySpec, QueryTake, QueryUnit } from '../core/query.ts';
import type { Timeline } from '../core/timeline.ts';
import { atText, phasesOf, unmeasured, within } from './measurement.ts';

/** What a scenario says of an indicator of its own, as far as its number depends on it. */
type Asked = Pick<QuerySpec, 'name' | 'unit' | 'better' | 'query' | 'take' | 'stepMs'>;

/** What one of the unit is in the base unit of its dimension. */
const units: Readonly<Record<QueryUnit, { readonly dimension: Dimension; readonly factor: number }>> = {
  ms: { dimension: 'duration', factor: 1 },
  s: { dimension: 'duration', factor: 1000 },
  ratio: { dimension: 'ratio', factor: 1 },
  count: { dimension: 'count', factor: 1 },
  rate: { dimension: 'rate', factor: 1 },
  bytes: { dimension: 'size', factor: 1 },
};

const words: Readonly<Record<QueryTake, string>> = {
  max: 'The largest',
  min: 'The smallest',
  mean: 'The mean',
  last: 'The last',
};

/** The indicators that a timeline's own queries are: a saved run carries them with it. */
export function queryIndicators(timeline: Timeline): readonly Indicator[] {
  const byName = new Map(ofKind(timeline, 'query').map((one) => [one.name, one]));
  return [...byName.values()].map(queryIndicator);
}

/** An indicator of a scenario's own. */
export function queryIndicator(asked: Asked): Indicator {
  const { name, unit, better, query, take, stepMs } = asked;
  const { dimension, factor } = units[unit];
  return {
    name,
    summary: `${words[take]} value of a query of the scenario’s own.`,
    definition: `${words[take]} value that Prometheus gives for ${query} in the phases, every ${stepMs} ms. No value: unmeasured.`,
    dimension,
    better,
    phases: ['fault', 'recovery'],
    measure: (timeline, phaseNames) => {
      const phases = phasesOf(timeline, phaseNames);
      if ('status' in phases) return phases;
      const answer = ofKind(timeline, 'query').findLast((one) => one.name === name);
      if (answer === undefined) return unmeasured(`${name} was not asked`);
      if (answer.error !== undefined) return unmeasured(answer.error);
      const points = answer.points.filter(([at]) => within(phases, at));
      const picked = pick(points, take);
      if (picked === undefined) return unmeasured(`Prometheus gave no value for ${query} in the phases`);
      const evidence = `${take} of ${points.length} values${picked.at === undefined ? '' : `, ${atText(picked.at)}`}`;
      return { status: 'measured', value: picked.value * factor, samples: points.length, evidence };
    },
  };
}

function pick(
  points: QueryObservation['points'],
  take: QueryTake,
): { readonly value: number; readonly at?: number } | undefined {
  const [first] = points;
  if (first === undefined) return undefined;
  if (take === 'mean') return { value: points.reduce((sum, [, value]) => sum + value, 0) / points.length };
  const sign = take === 'min' ? -1 : 1;
  const [at, value] =
    take === 'last' ? (points.at(-1) ?? first) : points.reduce((a, b) => (sign * b[1] > sign * a[1] ? b : a), first);
  return { value, at };
}
