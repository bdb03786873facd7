import type { ExpectedReport, RunReport } from '../../core/report.ts';
import { durationText, measuredText, nothing } from '../words.ts';
import { badge } from './icons.ts';
import { empty, html, type Markup } from './markup.ts';
import { numeric, table } from './table.ts';

/** Which setting moves each missed objective, with the arithmetic and what it costs. */
export function adviceSection({ advice }: RunReport): Markup {
  if (advice === undefined || advice.length === 0) return empty;
  const items = advice.map(
    ({ sli, objective, setting, text, costs, parts }) =>
      html`<li><p><span class="name">${sli}</span> ${objective}: ${text}.</p>
<p class="note">Setting: ${setting}. It costs: ${costs} Parts: ${parts.map(({ name, ms }) => `${name} ${durationText(ms)}`).join(', ')}.</p></li>`,
  );
  return html`<section id="advice"><h2>What would help</h2><ul>${items}</ul></section>`;
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
  return html`<section id="expected"><h2>Expected beside measured</h2>${table('Expected beside measured', columns, rows)}
<p class="note">What lies outside is decided by something else than these settings: worth a look.</p></section>`;
}

function placeBadge(place: ExpectedReport['place']): Markup {
  if (place === undefined) return html`${nothing}`;
  return place === 'within' ? badge('tick', 'good', 'within') : badge('warning', 'doubt', place);
}
