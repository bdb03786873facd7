import { medianInterval } from '../base/median-interval.ts';
import type { Dot, ObjectiveTally, RunSet, Spread } from '../core/comparison.ts';
import type { RunReport, SloReport } from '../core/report.ts';
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
    judged: judgedSpreads(concluded),
    spreads: slis.map((sli) => spread(sli, concluded)),
  };
}

/** A value for ranking: what never ended is above all that did. */
export function rankable({ value, censored }: Dot): number {
  return censored ? Infinity : value;
}

/** What an objective narrows its indicator to; undefined where it takes it as it is defined. */
function scopeOf({ sli, during, streams, aggregate }: SloReport): string | undefined {
  const usual = indicators.find(sli)?.phases ?? [];
  const isUsual = during.length === usual.length && during.every((phase) => usual.some((one) => one === phase));
  const words = [
    ...(isUsual ? [] : [`during ${during.join(', ')}`]),
    ...(streams === undefined ? [] : [`${aggregate ?? 'all'} of ${streams.join(', ')}`]),
  ];
  return words.length === 0 ? undefined : words.join(', ');
}

/** By what was measured, not by how much is allowed: a bound that was changed does not make other values. */
function judgedSpreads(reports: readonly RunReport[]): readonly Spread[] {
  const scopes = new Map<string, { readonly sli: string; readonly scope: string | undefined }>();
  for (const slo of reports.flatMap(({ slos }) => slos)) {
    const scope = scopeOf(slo);
    scopes.set(`${slo.sli} ${scope ?? ''}`, { sli: slo.sli, scope });
  }
  return [...scopes.values()].map(({ sli, scope }) => {
    const dots = reports.flatMap(({ id, slos }): Dot[] => {
      const slo = slos.find((one) => one.sli === sli && scopeOf(one) === scope);
      return slo?.value === undefined ? [] : [{ run: id, value: slo.value, censored: slo.censored }];
    });
    const unit = reports.flatMap(({ slos }) => slos).find((slo) => slo.sli === sli)?.unit;
    return { ...spreadOf(sli, unit, dots, reports.length), ...(scope === undefined ? {} : { scope }) };
  });
}

function spread(sli: string, reports: readonly RunReport[]): Spread {
  const dots = reports.flatMap(({ id, slis }): Dot[] => {
    const { status, value } = slis[sli] ?? { status: 'unmeasured', value: undefined };
    return status === 'unmeasured' || value === undefined ? [] : [{ run: id, value, censored: status === 'censored' }];
  });
  return spreadOf(sli, reports[0]?.slis[sli]?.unit, dots, reports.length);
}

function spreadOf(sli: string, unit: string | undefined, dots: readonly Dot[], runs: number): Spread {
  const known = indicators.find(sli);
  return {
    sli,
    unit: unit ?? known?.dimension ?? '',
    better: known?.better ?? 'lower',
    dots,
    unmeasured: runs - dots.length,
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
  type Counted = { -readonly [K in keyof ObjectiveTally]: ObjectiveTally[K] };
  const found = new Map<string, Counted>();
  for (const slo of reports.flatMap(({ slos }) => slos)) {
    const { sli, objective, status } = slo;
    const scope = scopeOf(slo);
    const key = `${sli} ${objective} ${scope ?? ''}`;
    const fresh = { sli, ...(scope === undefined ? {} : { scope }), objective, met: 0, missed: 0, unjudged: 0 };
    const tally = found.get(key) ?? fresh;
    tally[status === 'met' || status === 'missed' ? status : 'unjudged'] += 1;
    found.set(key, tally);
  }
  return [...found.values()];
}
