import type { HistoryEntry, HistorySeries } from '../../core/history.ts';
import type { Verdict } from '../../core/objective.ts';
import { counted, dateText, measuredText, nothing, scoreText, verdictWords } from '../words.ts';
import { htmlDocument } from './document.ts';
import { badge } from './icons.ts';
import { html, type Markup } from './markup.ts';
import { sparkline, streak } from './sparkline.ts';
import { numeric, table } from './table.ts';

/** Indicators that are worth a trend, where they were measured. */
const trends = [
  { sli: 'api.recovery', unit: 'duration' },
  { sli: 'api.latency.p99', unit: 'duration' },
  { sli: 'pods.reschedule.p99', unit: 'duration' },
  { sli: 'api.availability', unit: 'ratio' },
  { sli: 'traffic.availability', unit: 'ratio' },
];
const shownTrends = 4;

/** index.html of the reports folder: each scenario's streak of verdicts and its trends, then every run, newest first. */
export function renderIndex(entries: readonly HistoryEntry[], series: readonly HistorySeries[] = []): string {
  const newestFirst = [...entries].sort((a, b) => byTime(b, a));
  return htmlDocument(
    'Aftershock: history',
    html`<p class="eyebrow">Aftershock</p><h1>History</h1>
${entries.length === 0 ? html`<p class="note">No run yet.</p>` : html`${summary(newestFirst)}${scenarios(newestFirst, series)}${allRuns(newestFirst)}`}`,
  );
}

function summary(newestFirst: readonly HistoryEntry[]): Markup {
  const [latest] = newestFirst;
  const passed = newestFirst.filter(({ verdict }) => verdict === 'pass').length;
  return html`<p>${counted(newestFirst.length, 'run')}, ${passed} passed. The newest began ${dateText(latest?.startedAt ?? '')}.</p>`;
}

function scenarios(newestFirst: readonly HistoryEntry[], known: readonly HistorySeries[]): Markup {
  // A rehearsal's numbers and a real cluster's are no series.
  const series = new Map<string, HistoryEntry[]>();
  for (const entry of newestFirst) {
    const key = `${entry.scenario}\n${entry.backend}`;
    const group = series.get(key);
    if (group === undefined) series.set(key, [entry]);
    else group.push(entry);
  }
  return html`<section><h2>Scenarios</h2><div class="cards">${[...series.values()].map((runs) => card(runs, known))}</div></section>`;
}

function card(newestFirst: readonly HistoryEntry[], known: readonly HistorySeries[]): Markup {
  const [latest] = newestFirst;
  if (latest === undefined) return html``;
  const oldestFirst = newestFirst.toReversed();
  const same = newestFirst.findIndex(({ verdict }) => verdict !== latest.verdict);
  const length = same === -1 ? newestFirst.length : same;
  const measured = trends.filter(({ sli }) => oldestFirst.filter(({ slis }) => slis[sli] !== undefined).length > 1);
  const flaky = known.find((one) => one.scenario === latest.scenario && one.backend === latest.backend && one.flaky);
  const lines = measured.slice(0, shownTrends).map(({ sli, unit }) => {
    const { censored } = latest;
    const value = censored && measuredText(latest.slis[sli], unit, censored.includes(sli));
    return sparkline(
      value === undefined ? sli : `${sli} ${value}`,
      oldestFirst.map(({ slis }) => slis[sli]),
    );
  });
  return html`<article class="card"><p class="eyebrow">${latest.scenario} · ${latest.backend}${simulated(latest)}</p>
<h3><a href="${latest.href}">${latest.title}</a></h3>
<p>${verdict(latest.verdict)} ${length > 1 ? `${length} times in a row` : 'the last time'}, score ${scoreText(latest.score)}</p>
${flaky === undefined ? '' : html`<p>${badge('warning', 'doubt', 'flaky')} the verdict of the same scenario turned ${flaky.flips} times</p>`}
${streak(oldestFirst)}<div class="trends">${lines}</div></article>`;
}

function allRuns(newestFirst: readonly HistoryEntry[]): Markup {
  const rows = newestFirst.map((entry) => [
    html`<a href="${entry.href}">${dateText(entry.startedAt)}</a>`,
    verdict(entry.verdict),
    scoreText(entry.score),
    entry.scenario,
    `${entry.backend}${simulated(entry)}`,
    entry.id === '' ? nothing : entry.id,
  ]);
  return html`<section><h2>All runs</h2>${table('All runs, newest first', ['Started', 'Verdict', numeric('Score'), 'Scenario', 'Backend', 'Run'], rows)}</section>`;
}

function verdict(value: Verdict): Markup {
  const look = { pass: ['tick', 'good'], fail: ['cross', 'bad'], inconclusive: ['question', 'doubt'] } as const;
  const [shape, tone] = look[value];
  return badge(shape, tone, verdictWords[value]);
}

function simulated(entry: HistoryEntry): string {
  return entry.simulated === true ? ' (SIMULATED)' : '';
}

function byTime(a: HistoryEntry, b: HistoryEntry): number {
  if (a.startedAt === b.startedAt) return a.id < b.id ? -1 : 1;
  return a.startedAt < b.startedAt ? -1 : 1;
}
