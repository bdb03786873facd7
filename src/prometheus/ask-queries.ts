import { messageOf } from '../core/errors.ts';
import type { QueryObservation } from '../core/observation.ts';
import type { QuerySpec } from '../core/query.ts';
import type { Timeline } from '../core/timeline.ts';
import { queryRange, type QuerySetting } from './query-range.ts';

/** Asks the queries of a scenario over a whole run, once it is over; what goes wrong is in the answer. */
export async function askQueries(
  specs: readonly QuerySpec[],
  timeline: Pick<Timeline, 'startedAtUnixMs' | 'endedAt'>,
  setting: QuerySetting,
): Promise<readonly QueryObservation[]> {
  const { startedAtUnixMs, endedAt } = timeline;
  return await Promise.all(
    specs.map(async (spec) => {
      try {
        const points = await queryRange(spec, [startedAtUnixMs, startedAtUnixMs + endedAt], setting);
        return answered(spec, endedAt, { points: points.map(([at, value]) => [at * 1000 - startedAtUnixMs, value]) });
      } catch (error) {
        return answered(spec, endedAt, { points: [], error: messageOf(error) });
      }
    }),
  );
}

/** The answers of a run that no Prometheus saw. */
export function unasked(specs: readonly QuerySpec[], endedAt: number, why: string): readonly QueryObservation[] {
  return specs.map((spec) => answered(spec, endedAt, { points: [], error: why }));
}

function answered(
  { name, unit, better, query, take, stepMs }: QuerySpec,
  at: number,
  answer: Pick<QueryObservation, 'points' | 'error'>,
): QueryObservation {
  return { kind: 'query', at, name, unit, better, query, take, stepMs, ...answer };
}
