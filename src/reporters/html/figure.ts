import { axisHeight, backdrop, faultLines, timeAxis } from './axis.ts';
import { gutterWidth, plotWidth, type TimeFrame } from './frame.ts';
import { html, type Markup } from './markup.ts';
import { fill, type Paint } from './palette.ts';

/** What a chart says beside its plot. */
export interface FigureText {
  /** Unique in the page. */
  readonly id: string;
  readonly title: string;
  /** What is to be seen, for people who do not see it. */
  readonly description: string;
  /** How to read it; one sentence. */
  readonly note?: string;
  readonly legend: readonly LegendEntry[];
  /** The same as a table. */
  readonly table: Markup;
}

interface LegendEntry {
  readonly shape: 'bar' | 'hatch' | 'tick' | 'line' | 'area' | 'cross';
  readonly paint: Paint;
  readonly text: string;
}

/** A chart over the run's time: names on the left, the plot over the shared axis, its legend, and its table. */
export function timeFigure(
  frame: TimeFrame,
  text: FigureText,
  drawing: { readonly height: number; readonly gutter: Markup; readonly plot: Markup },
): Markup {
  const { height, gutter, plot } = drawing;
  const full = height + axisHeight;
  const content = html`${backdrop(frame, height)}${plot}${faultLines(frame, height)}${timeAxis(frame, height)}`;
  return figure(
    text,
    html`<div class="pair"><svg class="gutter" viewBox="0 0 ${gutterWidth} ${full}" width="${gutterWidth}" height="${full}" font-size="11" font-family="system-ui,sans-serif" aria-hidden="true">${gutter}</svg>${labelled(text, plotWidth, full, content)}</div>`,
  );
}

/** A chart with its heading, legend and table around it. */
export function figure(text: FigureText, drawing: Markup): Markup {
  return html`<figure class="chart" id="${text.id}">
<figcaption><h3>${text.title}</h3>${text.note === undefined ? '' : html`<p class="note">${text.note}</p>`}${legend(text.legend)}</figcaption>
${drawing}
<details><summary>The same as a table</summary>${text.table}</details>
</figure>`;
}

/** An SVG image with a title and a description of its own. */
export function labelled(text: FigureText, width: number, height: number, content: Markup): Markup {
  return html`<svg class="plot" role="img" aria-labelledby="${text.id}-t ${text.id}-d" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-size="11" font-family="system-ui,sans-serif"><title id="${text.id}-t">${text.title}</title><desc id="${text.id}-d">${text.description}</desc>${content}</svg>`;
}

function legend(entries: readonly LegendEntry[]): Markup {
  if (entries.length === 0) return html``;
  const shapes: Readonly<Record<LegendEntry['shape'], string>> = {
    bar: 'M0 2h18v8h-18z',
    hatch: 'M0 2h3v8h-3zM5 2h3v8h-3zM10 2h3v8h-3zM15 2h3v8h-3z',
    tick: 'M8 0h2v12h-2z',
    line: 'M0 5h18v2h-18z',
    area: 'M0 1h18v10h-18z',
    cross: 'M4 2l2-2 3 3 3-3 2 2-3 3 3 3-2 2-3-3-3 3-2-2 3-3z',
  };
  const items = entries.map(
    ({ shape, paint, text }) =>
      html`<li><svg viewBox="0 0 18 12" width="18" height="12" aria-hidden="true"><path ${fill(paint)} d="${shapes[shape]}"${shape === 'area' ? html` opacity=".35"` : ''}/></svg>${text}</li>`,
  );
  return html`<ul class="legend">${items}</ul>`;
}
