import { medianInterval } from '../base/median-interval.ts';
import type { Dot, ObjectiveTally, RunSet, Spread } from '../core/comparison.ts';
import type { RunReport } from '../core/report.ts';
import { indicators } from '../indicators/index.ts';

/** Runs of one scenario on one backend, taken together. Throws RangeError when there is none. */
export function runSet(reports: readonly RunReport[]): RunSet {
  const [first] = reports;
  if (first === undefined) throw new RangeError('no run, no set');
  const concluded = reports.filter(({ verdict }) => verdict !== 'inconclusive');
  const slis = [...new Set(reports.flatMap((report) => Object.keys(report.slis)))].sort();
  return {
    scenario: first.scenario.name,
    title: first.scenario.title,
    backend: first.backend,
    simulated: first.simulated,
    runs: reports.map(({ id, startedAt, seed, verdict, score, reasons }) => ({
      id,
      startedAt,
      seed,
      verdict,
      ...(score === undefined ? {} : { score }),
      ...(verdict === 'inconclusive' && reasons[0] !== undefined ? { doubt: reasons[0] } : {}),
    })),
    concluded: concluded.length,
    objectives: tallies(concluded),
    spreads: slis.map((sli) => spread(sli, concluded)),
  };
}

/** A value for ranking: what never ended is above all that did. */
export function rankable({ value, censored }: Dot): number {
  return censored ? Infinity : value;
}

function spread(sli: string, reports: readonly RunReport[]): Spread {
  const dots = reports.flatMap(({ id, slis }): Dot[] => {
    const { status, value } = slis[sli] ?? { status: 'unmeasured', value: undefined };
    return status === 'unmeasured' || value === undefined ? [] : [{ run: id, value, censored: status === 'censored' }];
  });
  const known = indicators.find(sli);
  return {
    sli,
    unit: reports[0]?.slis[sli]?.unit ?? known?.dimension ?? '',
    better: known?.better ?? 'lower',
    dots,
    unmeasured: reports.length - dots.length,
    ...middle(dots),
  };
}

function middle(dots: readonly Dot[]): Pick<Spread, 'median' | 'medianCensored' | 'interval'> {
  if (dots.length === 0) return { medianCensored: false };
  const { median, interval } = medianInterval(dots.map(rankable));
  const [low, high] = interval ?? [];
  const medianCensored = !Number.isFinite(median);
  return {
    // A median that never ended is known from below: by the shortest of those that did not end.
    median: medianCensored ? Math.min(...dots.filter(({ censored }) => censored).map(({ value }) => value)) : median,
    medianCensored,
    ...(low === undefined || !Number.isFinite(low)
      ? {}
      : { interval: [low, high !== undefined && Number.isFinite(high) ? high : undefined] }),
  };
}

function tallies(reports: readonly RunReport[]): readonly ObjectiveTally[] {
  const found = new Map<string, { sli: string; objective: string; met: number; missed: number; unjudged: number }>();
  for (const { sli, objective, during, status } of reports.flatMap(({ slos }) => slos)) {
    const key = [sli, objective, ...during].join(' ');
    const tally = found.get(key) ?? { sli, objective, met: 0, missed: 0, unjudged: 0 };
    tally[status === 'met' || status === 'missed' ? status : 'unjudged'] += 1;
    found.set(key, tally);
  }
  return [...found.values()];
}
