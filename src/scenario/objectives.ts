import type { Registry } from '../core/definition.ts';
import type { Indicator } from '../core/indicator.ts';
import type { Objective } from '../core/objective.ts';
import { defaultLimit, understandObjective, understandQuantity, type Understood } from './objective-text.ts';
import type { SloDocument } from './schema.ts';

/** An objective in base units. Throws Error where `meaningOfSlos` would have complained. */
export function objectiveOf(slo: SloDocument, indicators: Registry<Indicator>): Objective {
  const indicator = indicators.get(slo.sli);
  const { comparison, bound } = known(understandObjective(slo.objective, indicator));
  const quantity = (value: string | number): number => known(understandQuantity(String(value), indicator));
  const limit = slo.limit === undefined ? defaultLimit(bound, indicator) : quantity(slo.limit);
  return {
    sli: slo.sli,
    comparison,
    bound,
    text: slo.objective.trim(),
    limit: limit ?? Number.NaN,
    weight: slo.weight,
    during: slo.during ?? indicator.phases,
    ...(slo.streams === undefined ? {} : { streams: slo.streams }),
    ...(slo.aggregate === undefined ? {} : { aggregate: slo.aggregate }),
    ...(slo.warn === undefined ? {} : { warn: quantity(slo.warn) }),
    ...(slo.critical ? { critical: true } : {}),
  };
}

/** What was checked is understood; anything else is a bug of ours. */
export function known<T>(understood: Understood<T>): T {
  if (!understood.ok) throw new Error(understood.message);
  return understood.value;
}
