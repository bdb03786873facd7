import { median } from '../base/mann-whitney.ts';
import type { HistoryEntry, HistorySeries, Trend } from '../core/history.ts';
import type { RunReport } from '../core/report.ts';

/** Flips are counted over so many of the latest runs that concluded: what was flaky a year ago is not so now. */
const flipsOver = 20;
const flakyFrom = 2;

/** What the history keeps of a run whose report lies at `href`. */
export function historyEntry(report: RunReport, href: string): HistoryEntry {
  const { id, verdict, score, startedAt, backend, simulated, scenario } = report;
  const known = Object.entries(report.slis).filter(([, { status }]) => status !== 'unmeasured');
  const objectives = report.slos.map(({ sli, objective, during }) => [sli, objective, ...during].join(' '));
  return {
    id,
    scenario: scenario.name,
    title: scenario.title,
    backend,
    simulated,
    verdict,
    score,
    startedAt,
    href,
    slis: Object.fromEntries(known.map(([name, { value }]) => [name, value])),
    censored: known.flatMap(([name, { status }]) => (status === 'censored' ? [name] : [])),
    fingerprint: fnv([scenario.text, ...scenario.overrides, ...objectives].join('\n')),
  };
}

/** The runs by scenario and backend, each in the order of time; a rehearsal's numbers and a real cluster's are no series. */
export function historySeries(entries: readonly HistoryEntry[]): readonly HistorySeries[] {
  const groups = new Map<string, HistoryEntry[]>();
  for (const entry of entries) {
    const key = `${entry.scenario}\n${entry.backend}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [entry]);
    else group.push(entry);
  }
  return [...groups.values()]
    .flatMap((group) => seriesOf(group.sort((a, b) => order(a.startedAt, b.startedAt))))
    .sort((a, b) => order(a.scenario, b.scenario) || order(a.backend, b.backend));
}

function seriesOf(oldestFirst: readonly HistoryEntry[]): readonly HistorySeries[] {
  const latest = oldestFirst.at(-1);
  if (latest === undefined) return [];
  const count = (verdict: HistoryEntry['verdict']): number =>
    oldestFirst.filter((entry) => entry.verdict === verdict).length;
  const other = oldestFirst.findLastIndex(({ verdict }) => verdict !== latest.verdict);
  const flips = flipsOf(oldestFirst.filter(({ fingerprint }) => fingerprint === latest.fingerprint));
  return [
    {
      scenario: latest.scenario,
      title: latest.title,
      backend: latest.backend,
      simulated: latest.simulated === true,
      runs: oldestFirst.length,
      passed: count('pass'),
      failed: count('fail'),
      inconclusive: count('inconclusive'),
      streak: { verdict: latest.verdict, runs: oldestFirst.length - 1 - other },
      flips,
      flaky: flips >= flakyFrom,
      trends: trendsOf(oldestFirst.filter(({ verdict }) => verdict !== 'inconclusive')),
    },
  ];
}

function flipsOf(oldestFirst: readonly HistoryEntry[]): number {
  const verdicts = oldestFirst.map(({ verdict }) => verdict).filter((verdict) => verdict !== 'inconclusive');
  return verdicts.slice(-flipsOver).filter((verdict, i, shown) => i > 0 && verdict !== shown[i - 1]).length;
}

function trendsOf(oldestFirst: readonly HistoryEntry[]): readonly Trend[] {
  const slis = [...new Set(oldestFirst.flatMap(({ slis: values }) => Object.keys(values)))].sort();
  return slis.flatMap((sli) => {
    const dots = oldestFirst.flatMap(({ slis: { [sli]: value }, censored }) =>
      value === undefined ? [] : [{ value, censored: censored?.includes(sli) === true }],
    );
    const latest = dots.at(-1);
    if (latest === undefined) return [];
    const earlier = dots.slice(0, -1).map((dot) => (dot.censored ? Infinity : dot.value));
    const middle = earlier.length === 0 ? undefined : median(earlier);
    return {
      sli,
      runs: dots.length,
      latest: latest.value,
      latestCensored: latest.censored,
      ...(middle === undefined || !Number.isFinite(middle) ? {} : { median: middle }),
    };
  });
}

function order(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

function fnv(text: string): string {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, '0');
}
