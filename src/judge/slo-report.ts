import type { ObjectiveResult } from '../core/objective.ts';
import type { SloReport } from '../core/report.ts';

/** What became of an objective, as run.json keeps it; `unit` is the base unit of its indicator. */
export function sloReport(result: ObjectiveResult, unit: string): SloReport {
  const { objective, status, measurement, score, headroom, reason, warning } = result;
  const { sli, text, comparison, bound, limit, weight, during } = objective;
  const measured = measurement.status === 'unmeasured' ? undefined : measurement;
  return {
    sli,
    objective: text,
    comparison,
    bound,
    limit,
    weight,
    during,
    ...present({
      streams: objective.streams,
      aggregate: objective.aggregate,
      warn: objective.warn,
      critical: objective.critical,
      profile: objective.profile,
      value: measured?.value,
      samples: measured?.samples,
    }),
    censored: measurement.status === 'censored',
    unit,
    status,
    ...present({ score, headroom, warning }),
    reason,
  };
}

/** Without the keys that hold nothing: JSON has no `undefined`. */
function present<T extends Record<string, unknown>>(entries: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(entries).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
