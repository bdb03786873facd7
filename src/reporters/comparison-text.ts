import type { Comparison, RunSet, Spread } from '../core/comparison.ts';
import { cell, columns, markdownTable } from './text-table.ts';
import { wrapped } from './wrapped.ts';
import { changeText, findingWords, intervalText, medianText, runsSentence, scopedName } from './spread-words.ts';

/** Colours a word; the caller owns the escape codes. */
type Color = (style: 'good' | 'bad' | 'warn' | 'dim' | 'bold', text: string) => string;

const headlines = {
  regression: 'Worse than before',
  improvement: 'Better than before',
  'no evidence': 'No evidence of a change',
} as const;
const styles = { regression: 'bad', improvement: 'good', 'no evidence': 'warn', 'not tested': 'dim' } as const;

/** What a comparison came to, in three words. */
export function headline({ finding }: Comparison): string {
  return headlines[finding];
}

/** A comparison for a terminal of 80 columns or more. */
export function comparisonTerminal(comparison: Comparison, color: Color, width: number): string {
  const { before, after, differences, indicators } = comparison;
  const tested = indicators.filter(({ finding }) => finding !== 'not tested');
  const rows = tested.map((one) => [
    one.sli,
    short(medianText(one.before)),
    short(medianText(one.after)),
    short(changeText(one)).replace(/ \(.*\)$/, ''),
    findingWords[one.finding],
  ]);
  const lines = columns([['', 'before', 'after', 'change', 'finding'], ...rows]);
  const reasons = tested.flatMap((one) => wrapped('  ', `${scopedName(one)}: ${one.reason}`, width));
  return [
    color(styles[comparison.finding], color('bold', headline(comparison))) + `  ${color('bold', before.title)}`,
    `  before  ${runsSentence(before)}\n  after   ${runsSentence(after)}`,
    ...(differences.length === 0
      ? []
      : [`  What else differs\n${differences.map((line) => `  · ${line}`).join('\n')}`]),
    tested.length === 0
      ? '  No indicator with an objective was measured on both sides.'
      : [
          color('dim', lines[0] ?? ''),
          ...tested.flatMap((one, i) => [color(styles[one.finding], lines[i + 1] ?? ''), ...scopeLine(one, color)]),
        ].join('\n'),
    ...(reasons.length === 0 ? [] : [reasons.join('\n')]),
  ].join('\n\n');
}

/** Several runs of one scenario for a terminal. */
export function runSetTerminal(set: RunSet, color: Color): string {
  const judged = set.judged.filter(({ dots }) => dots.length > 0);
  const rows = judged.map((spread) => [
    spread.sli,
    short(medianText(spread)),
    short(intervalText(spread)),
    `${spread.dots.length}`,
  ]);
  const lines = columns([['', 'median', '95% interval', 'n'], ...rows]);
  const objectives = set.objectives.map(
    ({ objective, met, missed, unjudged, ...one }) =>
      `  ${scopedName(one)} ${objective}: met ${met} of ${met + missed + unjudged}`,
  );
  return [
    `${color('bold', set.title)}  ${runsSentence(set)}`,
    rows.length === 0
      ? '  No indicator with an objective was measured.'
      : [
          color('dim', lines[0] ?? ''),
          ...judged.flatMap((one, i) => [lines[i + 1] ?? '', ...scopeLine(one, color)]),
        ].join('\n'),
    ...(objectives.length === 0 ? [] : [objectives.join('\n')]),
  ].join('\n\n');
}

/** A comparison in Markdown. */
export function comparisonMarkdown(comparison: Comparison): string {
  const { before, after, differences, indicators } = comparison;
  const rows = indicators
    .filter(({ finding }) => finding !== 'not tested')
    .map((one) => [
      scopedName(one),
      `${medianText(one.before)} (n ${one.before.dots.length})`,
      `${medianText(one.after)} (n ${one.after.dots.length})`,
      changeText(one),
      `**${findingWords[one.finding]}**`,
      one.reason,
    ]);
  return [
    `## ${headline(comparison)}: ${cell(before.title)}`,
    `Before: ${runsSentence(before)} After: ${runsSentence(after)}`,
    ...(differences.length === 0
      ? []
      : [`What else differs:\n\n${differences.map((line) => `- ${cell(line)}`).join('\n')}`]),
    rows.length === 0
      ? 'No indicator with an objective was measured on both sides.'
      : markdownTable(['Indicator', 'Before', 'After', 'Change', 'Finding', 'Why'], rows),
    '',
  ].join('\n\n');
}

/** Several runs of one scenario in Markdown. */
export function runSetMarkdown(set: RunSet): string {
  const rows = (spreads: RunSet['spreads']): string[][] =>
    spreads
      .filter(({ dots }) => dots.length > 0)
      .map((spread) => [scopedName(spread), medianText(spread), intervalText(spread), `${spread.dots.length}`]);
  const objectives = set.objectives.map(({ objective, met, missed, unjudged, ...one }) => [
    `${scopedName(one)} ${objective}`,
    `${met}`,
    `${missed}`,
    `${unjudged}`,
  ]);
  return [
    `## ${cell(set.title)}, ${set.runs.length} times${set.simulated ? ' (SIMULATED)' : ''}`,
    runsSentence(set),
    markdownTable(['Objective', 'Met', 'Missed', 'Not judged'], objectives),
    markdownTable(['Judged by', 'Median', '95% interval', 'n'], rows(set.judged)),
    `<details><summary>All indicators, over their own phases</summary>`,
    markdownTable(['Indicator', 'Median', '95% interval', 'n'], rows(set.spreads)),
    '</details>',
    '',
  ].join('\n\n');
}

/** Below its indicator: beside it, the figures would not fit. */
function scopeLine({ scope }: Pick<Spread, 'scope'>, color: Color): readonly string[] {
  return scope === undefined ? [] : [color('dim', `    ${scope}`)];
}

/** A terminal has 80 columns. */
function short(text: string): string {
  return text.replace('replica-seconds', 'replica-s');
}
