import type { Spread } from '../../core/comparison.ts';
import { measuredText, valueText } from '../words.ts';
import { html, type Markup } from './markup.ts';
import { fill, type Paint, stroke } from './palette.ts';
import { linearScale } from './scales.ts';

const width = 300;
const rowHeight = 26;
const left = 6;
const axis = 16;

/** Every run's dot, one row a set, over one axis from nought (or the lowest share): the median as a bar, its interval as a line. */
export function dotStrip(
  rows: readonly { readonly name: string; readonly spread: Spread; readonly paint: Paint }[],
): Markup {
  const values = rows.flatMap(({ spread }) => spread.dots.map(({ value }) => value));
  if (values.length === 0) return html``;
  const unit = rows[0]?.spread.unit ?? '';
  const max = Math.max(...values);
  const min = rows[0]?.spread.better === 'higher' ? Math.min(...values) : 0;
  const x = linearScale(min === max ? [min, min + 1] : [min, max], [left, width - 14]);
  const height = rows.length * rowHeight;
  const described = rows.map(
    ({ name, spread }) =>
      `${name}: ${spread.dots.map(({ value, censored }) => measuredText(value, unit, censored)).join(', ') || 'none'}`,
  );
  return html`<svg class="dots" viewBox="0 0 ${width} ${height + axis}" width="${width}" height="${height + axis}" font-size="11" font-family="system-ui,sans-serif" role="img" aria-label="${described.join('; ')}"><path ${stroke('line')} d="M0 ${height + 0.5}H${width}"/>${rows.map((row, index) => strip(row, index * rowHeight + rowHeight / 2, x.at))}<text x="${left}" y="${height + 13}" ${fill('muted')}>${valueText(min, unit)}</text><text x="${width - 14}" y="${height + 13}" text-anchor="end" ${fill('muted')}>${valueText(max, unit)}</text></svg>`;
}

function strip(
  { spread, paint }: { readonly spread: Spread; readonly paint: Paint },
  y: number,
  at: (value: number) => number,
): Markup {
  const { dots, median, interval } = spread;
  const ends =
    interval === undefined ? '' : `M${at(interval[0])} ${y}H${interval[1] === undefined ? width : at(interval[1])}`;
  const middle = median === undefined ? '' : `M${at(median)} ${y - 9}v18`;
  // An arrow says that the value is a lower bound; colour and place alone would not.
  const marks = dots.map(({ value, censored, run }) =>
    censored
      ? html`<path ${fill(paint)} d="M${at(value) - 3} ${y - 5}l9 5l-9 5z"><title>${run}: ≥ ${valueText(value, spread.unit)}</title></path>`
      : html`<circle ${fill(paint)} fill-opacity=".6" cx="${at(value)}" cy="${y}" r="4"><title>${run}: ${valueText(value, spread.unit)}</title></circle>`,
  );
  return html`<path ${stroke(paint, 2)} stroke-opacity=".5" d="${ends}"/>${marks}<path ${stroke('ink', 2)} d="${middle}"/>`;
}
