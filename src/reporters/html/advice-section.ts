import type { ExpectedReport, RunReport } from '../../core/report.ts';
import { type GroupedAdvice, groupedAdvice, withoutAdvice } from '../advice-words.ts';
import { durationText, measuredText, nothing } from '../words.ts';
import { badge } from './icons.ts';
import { empty, html, type Markup } from './markup.ts';
import { numeric, stackedTable } from './table.ts';

/** Which setting moves each missed objective, with the arithmetic and what it costs. */
export function adviceSection(report: RunReport): Markup {
  const others = withoutAdvice(report);
  const cards = groupedAdvice(report).map(adviceCard);
  if (cards.length + others.length === 0) return empty;
  const silent =
    others.length === 0
      ? empty
      : html`<p class="note">No setting that this version knows moves ${others.join(', ')}: the timeline shows what took long.</p>`;
  return html`<section id="advice"><h2>What would help</h2>${cards.length === 0 ? empty : html`<div class="advice">${cards}</div>`}${silent}</section>`;
}

function adviceCard({ objectives, text, setting, costs, parts, slowest }: GroupedAdvice): Markup {
  const total = parts.reduce((sum, { ms }) => sum + ms, 0);
  const rows = parts.map(
    ({ name, ms }) =>
      html`<li${name === slowest ? html` class="slowest"` : ''}><span>${name}</span><meter min="0" max="${Math.max(1, total)}" value="${ms}">${durationText(ms)}</meter><span>${durationText(ms)}</span></li>`,
  );
  const names = objectives.map(
    ({ sli, objective }) => html`<span><span class="name">${sli}</span> <span class="bound">${objective}</span></span>`,
  );
  return html`<article class="card"><h3>${names}</h3><p>${text}.</p>
<ul class="parts" aria-label="What it is made of">${rows}</ul>
<dl><div><dt>Setting</dt><dd>${setting}</dd></div><div><dt>It costs</dt><dd>${costs}</dd></div></dl></article>`;
}

/** What the cluster's settings imply, beside what was measured. */
export function expectedSection({ expected }: RunReport): Markup {
  if (expected === undefined || expected.length === 0) return empty;
  const rows = expected.map((one) => [
    html`<span class="name">${one.sli}</span>`,
    html`<strong class="value">${measuredText(one.measured, 'ms', one.censored === true)}</strong>`,
    `${durationText(one.bounds[0])} to ${durationText(one.bounds[1])}`,
    placeBadge(one.place),
    html`<span class="reason">${one.arithmetic}</span>`,
  ]);
  const columns = ['Indicator', numeric('Measured'), numeric('The settings imply'), 'Place', 'Arithmetic'];
  return html`<section id="expected"><h2>Expected beside measured</h2>${stackedTable('Expected beside measured', columns, rows)}
<p class="note">What lies outside is decided by something else than these settings: worth a look.</p></section>`;
}

function placeBadge(place: ExpectedReport['place']): Markup {
  if (place === undefined) return html`${nothing}`;
  return place === 'within' ? badge('tick', 'good', 'within') : badge('warning', 'doubt', place);
}
