import { offsetText, utcText } from '../words.ts';
import { plotWidth, type TimeFrame } from './frame.ts';
import { html, type Markup } from './markup.ts';
import { fill, stroke } from './palette.ts';
import { timeTicks } from './scales.ts';

/** Room that the time axis takes under a plot. */
export const axisHeight = 34;
const tickCount = 11;

/** What lies behind every timeline plot: when faults were there, and the grid. */
export function backdrop({ bands, x, fromMs, toMs }: TimeFrame, height: number): Markup {
  const shades = bands.map(({ startAt, endAt }) => {
    const left = x.at(startAt);
    return html`<rect x="${left}" width="${Math.max(1, x.at(endAt) - left)}" height="${height}"/>`;
  });
  const lines = timeTicks(fromMs, toMs, tickCount).map((at) => `M${x.at(at)} 0v${height}`);
  return html`<g ${fill('fault')} fill-opacity=".11">${shades}</g><path ${stroke('grid')} d="${lines.join('')}"/>`;
}

/** What lies over every timeline plot: a solid line where a fault was in, a dashed one where it was healed. */
export function faultLines({ bands, x }: TimeFrame, height: number): Markup {
  const line = (at: number): string => `M${x.at(at)} 0v${height}`;
  const healed = bands.filter(({ open }) => !open).map(({ endAt }) => line(endAt));
  return html`<path ${stroke('fault', 1.2)} d="${bands.map(({ startAt }) => line(startAt)).join('')}"/>
<path ${stroke('fault', 1.2)} stroke-dasharray="4 3" d="${healed.join('')}"/>`;
}

/** Time since the run began, and under it the time of day in UTC. */
export function timeAxis({ x, fromMs, toMs, startedAtUnixMs }: TimeFrame, top: number): Markup {
  const labels = timeTicks(fromMs, toMs, tickCount).map((at) => {
    const place = x.at(at);
    const anchor = place < 24 ? 'start' : place > plotWidth - 28 ? 'end' : 'middle';
    return html`<g text-anchor="${anchor}"><text x="${place}" y="${top + 14}" ${fill('ink')}>${offsetText(at).replace(/\.0$/, '')}</text>
<text x="${place}" y="${top + 27}" font-size="10" ${fill('muted')}>${utcText(startedAtUnixMs + at)}</text></g>`;
  });
  return html`<path ${stroke('line')} d="M0 ${top + 0.5}H${plotWidth}"/>${labels}`;
}
