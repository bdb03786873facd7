import type { RunReport } from '../../core/report.ts';
import type { TwinIndicator } from '../../core/twin.ts';
import { measuredText, nothing, valueText } from '../words.ts';
import { badge } from './icons.ts';
import { empty, html, type Markup } from './markup.ts';
import { numeric, stackedTable } from './table.ts';

/** What rehearsals with the same settings predict, beside what was measured. */
export function twinSection({ twin }: RunReport): Markup {
  if (twin === undefined) return empty;
  const rows = twin.indicators
    .filter(({ place }) => place !== 'unknown')
    .map((one) => [
      html`<span class="name">${one.sli}</span>`,
      html`<strong class="value">${measuredText(one.measured.median, one.unit, one.measured.medianCensored)}</strong>`,
      measuredText(one.simulated.median, one.unit, one.simulated.medianCensored),
      rangeText(one),
      one.place === 'alike' ? badge('tick', 'good', 'alike') : badge('warning', 'doubt', 'apart'),
      html`<span class="reason">${one.reason}</span>`,
    ]);
  const columns = ['Indicator', numeric('Measured'), numeric('SIMULATED'), numeric('Range'), 'Place', 'Why'];
  return html`<section id="twin"><h2>Rehearsed beside measured</h2>${stackedTable('Rehearsed beside measured', columns, rows)}
<p class="note">SIMULATED: ${twin.seeds.length} rehearsals with this cluster’s settings: ${twin.settings.join(', ')}. Apart: by more than a factor of ${String(twin.factor)}. ${twin.notes.join(' ')}</p></section>`;
}

function rangeText({ simulated: { values }, unit }: TwinIndicator): string {
  if (values.length === 0) return nothing;
  const all = values.map(({ value }) => value);
  return `${valueText(Math.min(...all), unit)} to ${valueText(Math.max(...all), unit)}`;
}
