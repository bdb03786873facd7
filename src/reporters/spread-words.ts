import type { ComparedIndicator, Finding, RunSet, Spread } from '../core/comparison.ts';
import { formatRatio } from '../base/quantity.ts';
import { counted, measuredText, nothing, valueText } from './words.ts';

export const findingWords: Readonly<Record<Finding, string>> = {
  regression: 'worse',
  improvement: 'better',
  'no evidence': 'no evidence',
  'not tested': 'not tested',
};

/** `api.latency.p99 during recovery`: the indicator, and what an objective narrows it to. */
export function scopedName({ sli, scope }: Pick<Spread, 'sli' | 'scope'>): string {
  return scope === undefined ? sli : `${sli} ${scope}`;
}

/** The median for people: `10.4 s`, `≥ 60 s` where it never ended, or a dash. */
export function medianText({ median, medianCensored, unit }: Spread): string {
  return measuredText(median, unit, medianCensored);
}

/** `9 s to 12 s`, `9 s and more`, or why there is none. */
export function intervalText({ interval, unit, dots }: Spread): string {
  if (dots.length === 0) return nothing;
  if (interval === undefined) return dots.length < 6 ? `from 6 runs on, not ${dots.length}` : 'never ended';
  const [low, high] = interval;
  if (high === undefined) return `${valueText(low, unit)} and more`;
  // A long unit is said once.
  const from = valueText(low, unit).replace(' replica-seconds', '');
  return `${from} to ${valueText(high, unit)}`;
}

/** By how much the later runs are worse or better: `50% worse`. */
export function changeText({ relative, shift, better, unit, before, after }: ComparedIndicator): string {
  if (before.dots.length === 0 || after.dots.length === 0) return nothing;
  if (shift === 0) return 'no shift';
  if (shift === undefined) return after.medianCensored ? 'never ended' : before.medianCensored ? 'ends now' : nothing;
  const worse = shift > 0 ? 'worse' : 'better';
  // A share's change is one of what is lacking to 100 %.
  if (relative === undefined) return `${valueText(Math.abs(shift), unit)} ${worse}`;
  const size =
    Math.abs(relative) >= 10 ? `${Math.round(Math.abs(relative) + 1)}×` : formatRatio(round(Math.abs(relative)));
  return `${size} ${worse}${better === 'higher' && unit === 'ratio' ? ' (of what is lacking)' : ''}`;
}

/** `10 runs: 8 passed, 1 failed, 1 inconclusive (in no figure).` */
export function runsSentence({ runs }: RunSet): string {
  const count = (verdict: string): number => runs.filter((run) => run.verdict === verdict).length;
  const parts = [
    `${count('pass')} passed`,
    ...(count('fail') > 0 ? [`${count('fail')} failed`] : []),
    ...(count('inconclusive') > 0 ? [`${count('inconclusive')} inconclusive (in no figure)`] : []),
  ];
  return `${counted(runs.length, 'run')}: ${parts.join(', ')}.`;
}

function round(value: number): number {
  return Number(value.toFixed(value < 0.1 ? 3 : 2));
}
