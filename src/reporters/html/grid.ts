import { plotWidth } from './frame.ts';
import { html, type Markup } from './markup.ts';
import { fill, stroke } from './palette.ts';
import type { Scale } from './scales.ts';

/** A value on a chart's y-axis, and what is written there. */
export interface Tick {
  readonly at: number;
  readonly text: string;
}

/** What stands in the gutter beside a panel's grid lines. */
export function tickTexts(y: Scale, ticks: readonly Tick[]): Markup {
  return html`${ticks.map(({ at, text }) => html`<text x="124" y="${y.at(at) + 3.5}" text-anchor="end" font-size="10" ${fill('muted')}>${text}</text>`)}`;
}

/** A line across the plot at each tick. */
export function gridLines(y: Scale, ticks: readonly Tick[]): Markup {
  return html`<path ${stroke('grid')} d="${ticks.map(({ at }) => `M0 ${y.at(at)}H${plotWidth}`).join('')}"/>`;
}

/** One of several plots over the same time, and what stands beside it; drawn from 0 on. */
export interface Panel {
  readonly gutter: Markup;
  readonly plot: Markup;
}

/** Panels of one height under one another. */
export function stacked(
  panels: readonly Panel[],
  { height, gap }: { readonly height: number; readonly gap: number },
): Panel & { readonly height: number } {
  const placed = (part: keyof Panel): readonly Markup[] =>
    panels.map((panel, index) => html`<g transform="translate(0 ${index * (height + gap)})">${panel[part]}</g>`);
  return {
    height: panels.length * (height + gap) - gap + 4,
    gutter: html`${placed('gutter')}`,
    plot: html`${placed('plot')}`,
  };
}
