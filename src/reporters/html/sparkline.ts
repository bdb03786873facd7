import type { Verdict } from '../../core/objective.ts';
import { dateText, verdictWords } from '../words.ts';
import { html, type Markup } from './markup.ts';
import { fill, type Paint, stroke } from './palette.ts';
import { linearScale } from './scales.ts';

const width = 150;
const height = 30;
const shownRuns = 40;

/** A trend from the oldest run to the newest; a run without the number leaves a gap, never a zero. */
export function sparkline(name: string, values: readonly (number | undefined)[]): Markup {
  const shown = values.slice(-shownRuns);
  const known = shown.filter((value) => value !== undefined);
  const x = linearScale([0, Math.max(1, shown.length - 1)], [3, width - 4]);
  const y = linearScale([Math.min(...known), Math.max(...known)], [height - 4, 4]);
  const points = shown.flatMap((value, index) =>
    value === undefined ? [] : [`${shown[index - 1] === undefined ? 'M' : 'L'}${x.at(index)} ${y.at(value)}`],
  );
  const alone = shown.flatMap((value, index) =>
    value !== undefined && shown[index - 1] === undefined && shown[index + 1] === undefined
      ? [html`<circle ${fill('accent')} cx="${x.at(index)}" cy="${y.at(value)}" r="1.5"/>`]
      : [],
  );
  const last = known.at(-1);
  const dot =
    last === undefined || shown.at(-1) === undefined
      ? ''
      : html`<circle ${fill('accent')} cx="${x.at(shown.length - 1)}" cy="${y.at(last)}" r="2.5"/>`;
  return html`<div><small>${name}</small><svg viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img"><title>${name} over ${shown.length} runs</title><path ${stroke('accent', 1.5)} d="${points.join('')}"/>${alone}${dot}</svg></div>`;
}

const looks: Readonly<Record<Verdict, { readonly paint: Paint; readonly path: string }>> = {
  pass: { paint: 'good', path: 'v18h8v-18z' },
  // Lower and hollow shapes, so that the verdicts differ without colours.
  fail: { paint: 'bad', path: 'm0 9v9h8v-9z' },
  inconclusive: { paint: 'doubt', path: 'm0 5v13h8v-13zm2 2h4v9h-4z' },
};

/** The latest verdicts, the oldest on the left: high for passed, low for failed, hollow for inconclusive. */
export function streak(
  oldestFirst: readonly { readonly verdict: Verdict; readonly startedAt: string; readonly href: string }[],
): Markup {
  const shown = oldestFirst.slice(-shownRuns);
  const bars = shown.map(({ verdict, startedAt, href }, index) => {
    const { paint, path } = looks[verdict];
    return html`<a href="${href}"><path ${fill(paint)} fill-rule="evenodd" d="M${index * 11} 1${path}"><title>${verdictWords[verdict]}, ${dateText(startedAt)}</title></path></a>`;
  });
  const full = shown.length * 11;
  return html`<svg class="streak" viewBox="0 0 ${full} 20" width="${full}" height="20" role="img" aria-label="Verdicts, oldest first: ${shown.map(({ verdict }) => verdictWords[verdict]).join(', ')}">${bars}</svg>`;
}
