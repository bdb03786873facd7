import { html, type Markup } from './markup.ts';

/** Every colour of a page, light and dark. Meanings, not hues: charts and tables name what they show. */
const colours = {
  ground: ['#f7f7f5', '#14161a'],
  surface: ['#ffffff', '#1b1e24'],
  ink: ['#1b1f24', '#e8e9ec'],
  muted: ['#5d6570', '#a0a7b4'],
  line: ['#dfe1e0', '#343a44'],
  grid: ['#ececea', '#292e37'],
  accent: ['#2459b3', '#86b0ff'],
  good: ['#1d7a46', '#5cc48a'],
  'good-ground': ['#e4f3ea', '#17332a'],
  bad: ['#bf2c23', '#ff8075'],
  'bad-ground': ['#fbe7e4', '#43201f'],
  doubt: ['#8a5a00', '#e6b450'],
  'doubt-ground': ['#faf0d7', '#3a2f17'],
  seen: ['#b9d8c6', '#345643'],
  blip: ['#d9690b', '#ffa65c'],
  fault: ['#7c4dbe', '#b996f2'],
  fresh: ['#2459b3', '#86b0ff'],
  reused: ['#0b7a75', '#4fc4bd'],
  unknown: ['#8b929c', '#7d8593'],
  phase: ['#69717d', '#9aa3b0'],
  stage1: ['#77718a', '#a8a2b8'],
  stage2: ['#96690f', '#d3ab58'],
  stage3: ['#6a8fc4', '#6f93cb'],
  stage4: ['#345f9f', '#a3c0ec'],
  stage5: ['#23795a', '#5fc39b'],
} as const satisfies Readonly<Record<string, readonly [string, string]>>;

export type Paint = keyof typeof colours;
const names = Object.keys(colours) as readonly Paint[];

/**
 * Attributes that fill a shape. The class follows light and dark; the attribute beside it keeps charts readable where
 * a server's content security policy drops the style sheet.
 */
export function fill(paint: Paint): Markup {
  return html`class="f-${paint}" fill="${colours[paint][0]}"`;
}

/** Attributes that stroke a line. */
export function stroke(paint: Paint, width = 1): Markup {
  return html`class="s-${paint}" fill="none" stroke="${colours[paint][0]}" stroke-width="${width}"`;
}

/** The style rules behind `fill` and `stroke`, and every colour as a custom property. */
export function paletteCss(): string {
  const properties = (index: 0 | 1): string => names.map((name) => `--${name}:${colours[name][index]}`).join(';');
  const classes = names.map((name) => `.f-${name}{fill:var(--${name})}.s-${name}{stroke:var(--${name})}`).join('');
  return `:root{${properties(0)}}@media screen and (prefers-color-scheme:dark){:root{${properties(1)}}}${classes}`;
}
