import type { Indicator, Measurement } from '../core/indicator.ts';
import type { Objective } from '../core/objective.ts';
import type { Timeline } from '../core/timeline.ts';
import { unmeasured } from '../indicators/measurement.ts';

type Measured = Exclude<Measurement, { status: 'unmeasured' }>;

/**
 * The value that an objective is judged by: its indicator over its phases; where it names streams, over these alone; where it
 * aggregates, over each of them alone, and then the worst, the median or the best of them. One stream without a value leaves
 * the whole without one: what was not seen might have been the worst.
 */
export function measureObjective(
  { streams, aggregate, during }: Pick<Objective, 'streams' | 'aggregate' | 'during'>,
  indicator: Indicator,
  timeline: Timeline,
): Measurement {
  if (streams === undefined) return indicator.measure(timeline, during);
  const named = timeline.streams.filter(({ id }) => streams.some((pattern) => matches(pattern, id)));
  // A pattern may take in streams that the indicator does not look at: they are no evidence that is missing.
  const ids = named.filter((spec) => indicator.reads?.(spec) !== false).map(({ id }) => id);
  if (named.length > 0 && ids.length === 0)
    return unmeasured(`${indicator.name} looks at none of the streams ${streams.join(', ')}`);
  if (ids.length === 0) return unmeasured(`no stream is called ${streams.join(' or ')}`);
  if (aggregate === undefined) return indicator.measure(only(timeline, ids), during);
  const each = ids.map((id) => ({ id, measurement: indicator.measure(only(timeline, [id]), during) }));
  const known: { readonly id: string; readonly measurement: Measured }[] = [];
  for (const { id, measurement } of each) {
    if (measurement.status === 'unmeasured') return unmeasured(`${id}: ${measurement.reason}`);
    known.push({ id, measurement });
  }
  return chosen(known, aggregate, indicator.better);
}

/** Whether a stream's id fits a pattern in which `*` stands for anything. */
export function matches(pattern: string, id: string): boolean {
  const parts = pattern.split('*').map((part) => part.replace(/[\\^$.|?+()[\]{}]/g, String.raw`\$&`));
  return new RegExp(`^${parts.join('.*')}$`).test(id);
}

/** The timeline with these streams only; all else stays. Requests of streams that a timeline does not declare are not looked at. */
function only(timeline: Timeline, ids: readonly string[]): Timeline {
  return { ...timeline, streams: timeline.streams.filter(({ id }) => ids.includes(id)) };
}

/** Best first. A lower bound may stand for any worse value: it counts as the worst there is when it decides. */
function chosen(
  each: readonly { readonly id: string; readonly measurement: Measured }[],
  aggregate: NonNullable<Objective['aggregate']>,
  better: Indicator['better'],
): Measurement {
  const sign = better === 'lower' ? 1 : -1;
  const rank = ({ status, value }: Measured): number => (status === 'censored' && sign === 1 ? Infinity : sign * value);
  const sorted = [...each].sort(
    (a, b) =>
      order(rank(a.measurement), rank(b.measurement)) || order(sign * a.measurement.value, sign * b.measurement.value),
  );
  const index = { best: 0, median: Math.ceil(sorted.length / 2) - 1, worst: sorted.length - 1 }[aggregate];
  const pick = sorted[index];
  if (pick === undefined) return unmeasured('no stream was measured');
  const { value, status, evidence, bounds } = pick.measurement;
  // Of lower bounds the largest is the best known one.
  const worst =
    aggregate === 'worst' && sign === 1 ? Math.max(...sorted.map(({ measurement }) => measurement.value)) : value;
  return {
    status,
    value: worst,
    samples: each.reduce((sum, { measurement }) => sum + measurement.samples, 0),
    evidence: `${aggregate} of ${each.length} streams, ${pick.id}: ${evidence}`,
    ...(bounds === undefined ? {} : { bounds }),
  };
}

function order(a: number, b: number): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
