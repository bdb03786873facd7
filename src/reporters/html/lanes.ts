import { plotWidth, type TimeFrame } from './frame.ts';
import { html, type Markup } from './markup.ts';
import { fill, type Paint } from './palette.ts';
import { tenth } from './scales.ts';

/** A stretch of a lane. */
export interface LaneSpan {
  readonly from: number;
  readonly to: number;
  readonly paint: Paint;
  /** `full` a bar, `hatch` the same in stripes, `thin` a line on the lane's floor. */
  readonly shape: 'full' | 'hatch' | 'thin';
  /** Never seen to end: drawn with an arrow. */
  readonly open: boolean;
  readonly title: string;
  /** Words in the bar, where there is room for them. */
  readonly label?: string;
}

/** One row: a name and what became of it over time. */
export interface Lane {
  readonly name: string;
  /** The whole name, where `name` is short. */
  readonly title: string;
  /** Drawn over the first lane of each group; undefined: no group. */
  readonly group?: string;
  /** From the first to the last time that it was seen. */
  readonly seen?: readonly [number, number];
  readonly spans: readonly LaneSpan[];
  /** Single instants. */
  readonly ticks: readonly number[];
}

const rowHeight = 17;
const groupHeight = 20;
const barTop = 3;
const barHeight = 11;
const arrowLength = 9;
/** Beyond it, a lane's bars are drawn as one: a page of a stream that flapped all the time must stay small. */
const titledSpans = 60;

/** Lanes under one another, ready for a figure. */
export function drawLanes(frame: TimeFrame, lanes: readonly Lane[]): { height: number; gutter: Markup; plot: Markup } {
  let top = 4;
  const gutters: Markup[] = [];
  const plots: Markup[] = [];
  lanes.forEach((lane, index) => {
    if (lane.group !== undefined && lane.group !== lanes[index - 1]?.group) {
      gutters.push(html`<text x="0" y="${top + 14}" font-weight="600" ${fill('ink')}>${cut(lane.group, 22)}</text>`);
      top += groupHeight;
    }
    gutters.push(
      html`<text x="${lane.group === undefined ? 0 : 8}" y="${top + 12.5}" ${fill('muted')}>${cut(lane.name, 22)}<title>${lane.title}</title></text>`,
    );
    plots.push(html`<g transform="translate(0 ${top})">${drawLane(frame, lane)}</g>`);
    top += rowHeight;
  });
  return { height: top + 4, gutter: html`<g>${gutters}</g>`, plot: html`${plots}` };
}

function drawLane(frame: TimeFrame, lane: Lane): Markup {
  const { x } = frame;
  const middle = barTop + barHeight / 2;
  const base =
    lane.seen === undefined
      ? ''
      : html`<rect ${fill('seen')} x="${x.at(lane.seen[0])}" y="${middle - 1.5}" width="${Math.max(1, x.at(lane.seen[1]) - x.at(lane.seen[0]))}" height="3"/>`;
  const visible = lane.spans.filter(({ from, to }) => to >= frame.fromMs && from <= frame.toMs);
  const bars = visible.length > titledSpans ? mergedBars(frame, visible) : visible.map((span) => drawSpan(frame, span));
  const places = [...new Set(lane.ticks.map((at) => Math.round(x.at(at))))];
  const ticks = places.map((place) => `M${place - 0.75} ${barTop}h1.5v${barHeight}h-1.5z`).join('');
  return html`${base}${bars}${ticks === '' ? '' : html`<path ${fill('blip')} d="${ticks}"/>`}`;
}

function drawSpan({ x }: TimeFrame, { from, to, paint, shape, open, title, label }: LaneSpan): Markup {
  const left = x.at(from);
  const width = Math.max(1.5, tenth(rightEnd(x.at(to), open) - left));
  const arrow = open ? arrowPath(left + width) : '';
  const words =
    label !== undefined && shape === 'full' && label.length * 6.2 + 10 < width
      ? html`<text x="${left + 6}" y="${barTop + 9}" font-size="10" ${fill('surface')}>${label}</text>`
      : '';
  return html`<path ${fill(paint)} d="${shapePath(shape, left, width)}${arrow}"><title>${title}</title></path>${words}`;
}

function shapePath(shape: LaneSpan['shape'], left: number, width: number): string {
  if (shape === 'thin') return `M${left} ${barTop + barHeight}h${width}v3h-${width}z`;
  if (shape === 'full') return box(left, width);
  const stripes = Math.max(1, Math.floor(width / 4));
  return Array.from({ length: stripes }, (_, index) => box(tenth(left + index * 4), Math.min(2, width))).join('');
}

function box(left: number, width: number): string {
  return `M${left} ${barTop}h${width}v${barHeight}h-${width}z`;
}

/** A bar that is open stops short of the edge, so that its arrow is seen. */
function rightEnd(right: number, open: boolean): number {
  return open ? Math.min(right, plotWidth - arrowLength) : right;
}

/** It goes on beyond what was seen: a head that is higher than the bar and points to the right. */
function arrowPath(right: number): string {
  const end = Math.min(right, plotWidth - arrowLength);
  const half = barHeight / 2 + 3;
  return `M${tenth(end)} ${barTop - 3}l${arrowLength} ${half}l-${arrowLength} ${half}z`;
}

/** One path for each paint, with bars that touch on the screen joined. */
function mergedBars(frame: TimeFrame, spans: readonly LaneSpan[]): readonly Markup[] {
  const paints = [...new Set(spans.map(({ paint }) => paint))];
  return paints.map((paint) => {
    const own = spans.filter((span) => span.paint === paint);
    const joined: { left: number; right: number }[] = [];
    for (const { from, to, open } of own) {
      const left = frame.x.at(from);
      const right = Math.max(left + 1.5, rightEnd(frame.x.at(to), open));
      const last = joined.at(-1);
      if (last !== undefined && left - last.right < 1) last.right = Math.max(last.right, right);
      else joined.push({ left, right });
    }
    const path = joined.map(({ left, right }) => box(left, tenth(right - left))).join('');
    const arrow = own.some(({ open }) => open) ? arrowPath(plotWidth) : '';
    return html`<path ${fill(paint)} d="${path}${arrow}"><title>${own.length} times, ${own[0]?.title ?? ''} the first</title></path>`;
  });
}

/** Names that do not fit the gutter lose their middle: the ends tell them apart. */
function cut(name: string, length: number): string {
  if (name.length <= length) return name;
  const head = Math.floor((length - 1) / 2);
  return `${name.slice(0, head)}…${name.slice(name.length - (length - 1 - head))}`;
}
