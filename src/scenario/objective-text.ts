import { parseDuration, parseRate, parseRatio, parseSize } from '../base/quantity.ts';
import type { Indicator } from '../core/indicator.ts';
import type { Comparison } from '../core/objective.ts';
import type { AbortRule } from '../core/scenario.ts';

/** A text understood, or what is wrong with it and what to do. */
export type Understood<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly message: string; readonly hint: string };

/** What an indicator is measured in. */
type IndicatorDimension = Indicator['dimension'];

interface Bound {
  readonly comparison: Comparison;
  readonly bound: number;
}

const comparisons: readonly Comparison[] = ['<=', '>=', '<', '>'];
const examples: Readonly<Record<IndicatorDimension, string>> = {
  duration: '60s',
  rate: '50/s',
  ratio: '99.9%',
  size: '500M',
  count: '3',
  'replica-seconds': '300 replica-seconds',
};
const parsers: Readonly<Record<IndicatorDimension, (text: string) => number | undefined>> = {
  duration: parseDuration,
  rate: parseRate,
  ratio: parseRatio,
  size: parseSize,
  count: (text) => (/^\d+$/.test(text) ? Number(text) : undefined),
  'replica-seconds': (text) => {
    const match = /^(\d+(?:\.\d+)?) replica-seconds$/.exec(text);
    return match === null ? undefined : Number(match[1]);
  },
};

/** A quantity of the indicator's dimension in base units: `60s`, `99.9%`, `3`, `300 replica-seconds`. */
export function understandQuantity(text: string, { name, dimension }: Indicator): Understood<number> {
  const value = parsers[dimension](text);
  if (value !== undefined) return { ok: true, value };
  const message = /^\d+(\.\d+)?$/.test(text) ? `"${text}" has no unit` : `"${text}" is no ${wordOf(dimension)}`;
  return { ok: false, message, hint: `${name} is a ${wordOf(dimension)}: write it like ${examples[dimension]}.` };
}

/** An objective such as `<= 60s`: a comparison that wants what is better of the indicator, and a bound that can be missed and met. */
export function understandObjective(text: string, indicator: Indicator): Understood<Bound> {
  const wanted = indicator.better === 'lower' ? '<=' : '>=';
  const understood = understandBound(text, indicator, wanted);
  if (!understood.ok) return understood;
  const { comparison, bound } = understood.value;
  if (!comparison.startsWith(wanted.charAt(0))) {
    const direction = indicator.better === 'lower' ? 'less' : 'more';
    return {
      ok: false,
      message: `"${text}" asks for the wrong direction: ${direction} ${indicator.name} is better`,
      hint: `Use ${wanted}.`,
    };
  }
  const nonsense = unfulfilled(indicator, comparison, bound);
  return nonsense === undefined
    ? understood
    : {
        ok: false,
        message: `"${text}" can ${nonsense}`,
        hint: `Choose a bound that ${indicator.name} can be on both sides of.`,
      };
}

/** An abort rule such as `traffic.errorRate > 50% for 30s`; `find` looks the indicator up. */
export function understandAbortRule(
  text: string,
  find: (sli: string) => Understood<Indicator>,
): Understood<AbortRule & { readonly indicator: Indicator }> {
  const match = /^\s*(\S+)\s+(.+?)\s+for\s+(\S+)\s*$/.exec(text);
  if (match === null) {
    const hint = 'Write <sli> <comparison> <bound> for <duration>, e.g. "traffic.errorRate > 50% for 30s".';
    return { ok: false, message: `"${text}" is no abort rule`, hint };
  }
  const [, sli = '', boundText = '', forText = ''] = match;
  const indicator = find(sli);
  if (!indicator.ok) return indicator;
  const wanted = indicator.value.better === 'lower' ? '>' : '<';
  const understood = understandBound(boundText, indicator.value, wanted);
  if (!understood.ok) return understood;
  const { comparison, bound } = understood.value;
  if (!comparison.startsWith(wanted)) {
    return { ok: false, message: `"${text}" would stop a run that goes well`, hint: `Use ${wanted} for ${sli}.` };
  }
  const forMs = parseDuration(forText);
  if (forMs === undefined || forMs === 0) {
    return { ok: false, message: `"${forText}" is no duration`, hint: 'Write how long it must last, e.g. for 30s.' };
  }
  return { ok: true, value: { sli, comparison, bound, forMs, text, indicator: indicator.value } };
}

/**
 * Where the score reaches 0.5 unless the scenario says: three times as far from perfect as the objective. Perfect is 0 where
 * lower is better, and 100 % for a ratio where higher is; a ratio stays within 0..1. Undefined where perfect is not known.
 */
export function defaultLimit(bound: number, { better, dimension }: Indicator): number | undefined {
  if (better === 'lower') return dimension === 'ratio' ? Math.min(1, 3 * bound) : 3 * bound;
  return dimension === 'ratio' ? Math.max(0, 1 - 3 * (1 - bound)) : undefined;
}

function understandBound(text: string, indicator: Indicator, wanted: string): Understood<Bound> {
  const [, sign = '', rest = ''] = /^\s*([^\w\s.]*)\s*(.*?)\s*$/s.exec(text) ?? [];
  const comparison = comparisons.find((known) => known === sign);
  if (comparison === undefined) {
    return {
      ok: false,
      message: sign === '' ? `"${text}" has no comparison` : `"${sign}" is no comparison`,
      hint: `Write it like "${wanted} ${examples[indicator.dimension]}".`,
    };
  }
  const bound = understandQuantity(rest, indicator);
  return bound.ok ? { ok: true, value: { comparison, bound: bound.value } } : bound;
}

/** Why a bound tells nothing apart; undefined when it does. */
function unfulfilled(indicator: Indicator, comparison: Comparison, bound: number): string | undefined {
  const most = indicator.dimension === 'ratio' ? 1 : Infinity;
  const least = 0;
  const never = { '<=': bound >= most, '>=': bound <= least, '<': bound > most, '>': bound < least }[comparison];
  if (never) return 'never be missed';
  const always = { '<=': bound < least, '>=': bound > most, '<': bound <= least, '>': bound >= most }[comparison];
  return always ? 'never be met' : undefined;
}

function wordOf(dimension: IndicatorDimension): string {
  return dimension === 'replica-seconds' ? 'number of replica-seconds' : dimension;
}
