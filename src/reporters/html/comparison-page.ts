import type { ComparedIndicator, Comparison, Finding, RunSet, Spread } from '../../core/comparison.ts';
import { headline } from '../comparison-text.ts';
import { changeText, findingWords, intervalText, medianText, runsSentence } from '../spread-words.ts';
import { dateText, nothing, scoreText, verdictWords } from '../words.ts';
import { htmlDocument } from './document.ts';
import { dotStrip } from './dot-strip.ts';
import { badge } from './icons.ts';
import { empty, html, type Markup, type Part } from './markup.ts';
import { numeric, stackedTable, table } from './table.ts';

/** A comparison as one page. */
export function comparisonPage(comparison: Comparison): string {
  const { before, after, differences, indicators } = comparison;
  const tested = indicators.filter(({ finding }) => finding !== 'not tested');
  const others = indicators.filter(
    (one) => one.finding === 'not tested' && one.before.dots.length + one.after.dots.length > 0,
  );
  const looks = {
    regression: ['cross', 'bad'],
    improvement: ['tick', 'good'],
    'no evidence': ['question', 'doubt'],
  } as const;
  const [shape, tone] = looks[comparison.finding];
  return htmlDocument(
    `${headline(comparison)}: ${before.title}`,
    html`<p class="eyebrow">${before.scenario} · comparison</p><h1>${before.title}</h1>
<p>${badge(shape, tone, headline(comparison))}</p>
<dl class="facts"><div><dt>Before</dt><dd>${runsSentence(before)}</dd></div><div><dt>After</dt><dd>${runsSentence(after)}</dd></div></dl>
${differences.length === 0 ? html`<p class="note">Versions, settings and scenario are the same on both sides.</p>` : html`<section><h2>What else differs</h2><ul>${differences.map((line) => html`<li>${line}</li>`)}</ul></section>`}
<section><h2>Indicators with an objective</h2>${comparedTable(tested)}
<p class="note">Every run is a dot, the median a bar, its 95% interval a line (from six runs on), an arrow a lower bound. Worse or better: a Mann-Whitney test at 5%, adjusted after Holm, and a shift of at least 25%, and above the indicator’s floor. Anything else is no evidence; it is never proof that nothing changed.</p></section>
${others.length === 0 ? empty : html`<section><h2>Other indicators</h2>${comparedTable(others)}</section>`}
${runsSection('Runs before', before)}${runsSection('Runs after', after)}`,
  );
}

/** Several runs of one scenario as one page. */
export function runSetPage(set: RunSet): string {
  const objectives = set.objectives.map((one) => [
    html`<span class="name">${one.sli}</span> <span class="bound">${one.objective}</span>${scopeLine(one)}`,
    html`<span class="${one.missed > 0 ? 'wrong' : 'right'}">${one.met} of ${one.met + one.missed + one.unjudged}</span>`,
    ...spreadCells(set.judged.find(({ sli, scope }) => sli === one.sli && scope === one.scope)),
  ]);
  const rows = set.spreads
    .filter(({ dots }) => dots.length > 0)
    .map((spread) => [html`<span class="name">${spread.sli}</span>`, ...spreadCells(spread)]);
  const measured = [numeric('Median'), '95% interval', numeric('n'), 'Every run'];
  return htmlDocument(
    `${set.runs.length} runs: ${set.title}`,
    html`<p class="eyebrow">${set.scenario} · ${set.backend}</p><h1>${set.title}</h1>
${set.simulated ? html`<p class="simulated" role="note"><strong>SIMULATED</strong> Rehearsals on the embedded cluster. No number on this page was measured on a real one.</p>` : empty}
<p>${runsSentence(set)}</p>
<section><h2>Objectives</h2>${stackedTable('Objectives over the runs', ['Objective', numeric('Met'), ...measured], objectives)}
<p class="note">Every run that concluded is a dot, the median a bar, its interval a line, an arrow a lower bound.</p></section>
<section><h2>All indicators</h2><p class="note">Over the phases of their own definitions, which an objective may narrow.</p>${table('Indicators over the runs', ['Indicator', ...measured], rows)}</section>
${runsSection('Runs', set)}`,
  );
}

function spreadCells(spread: Spread | undefined): readonly Part[] {
  if (spread === undefined || spread.dots.length === 0) return [nothing, nothing, '0', ''];
  return [
    html`<strong class="value">${medianText(spread)}</strong>`,
    intervalText(spread),
    `${spread.dots.length}`,
    dotStrip([{ name: 'runs', spread, paint: 'accent' }]),
  ];
}

function scopeLine({ scope }: Pick<Spread, 'scope'>): Markup {
  return scope === undefined ? empty : html`<small>${scope}</small>`;
}

function comparedTable(indicators: readonly ComparedIndicator[]): Markup {
  const rows = indicators.map((one) => [
    html`<span class="name">${one.sli}</span>${scopeLine(one)}`,
    html`${findingBadge(one.finding)}<small>${changeText(one)}</small>`,
    side(one.before),
    side(one.after),
    html`${dotStrip([
      { name: 'before', spread: one.before, paint: 'muted' },
      { name: 'after', spread: one.after, paint: 'accent' },
    ])}<small>${one.reason}</small>`,
  ]);
  const columns = ['Indicator', 'Finding', numeric('Before'), numeric('After'), 'Every run: before above, after below'];
  return stackedTable('Indicators before and after', columns, rows);
}

function side(spread: Spread): Markup {
  return html`<strong class="value">${medianText(spread)}</strong><small>${intervalText(spread)}</small>`;
}

function findingBadge(finding: Finding): Markup {
  const looks = {
    regression: ['cross', 'bad'],
    improvement: ['tick', 'good'],
    'no evidence': ['question', 'doubt'],
    'not tested': ['dash', 'muted'],
  } as const;
  const [shape, tone] = looks[finding];
  return badge(shape, tone, findingWords[finding]);
}

function runsSection(title: string, set: RunSet): Markup {
  const rows = set.runs.map(({ id, startedAt, seed, verdict, score, doubt }) => [
    id,
    dateText(startedAt),
    verdictWords[verdict],
    score === undefined ? nothing : scoreText(score),
    `${seed}`,
    html`<span class="reason">${doubt ?? ''}</span>`,
  ]);
  const columns = ['Run', 'Started', 'Verdict', numeric('Score'), numeric('Seed'), 'Why it says nothing'];
  return html`<section><h2>${title}</h2>${table(title, columns, rows)}</section>`;
}
