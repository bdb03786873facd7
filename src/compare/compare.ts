import { smallestDetectableFactor } from '../base/detectable.ts';
import { hodgesLehmann, holm, mannWhitney, median, smallestP } from '../base/mann-whitney.ts';
import type { ComparedIndicator, Comparison, Finding, RunSet, Spread } from '../core/comparison.ts';
import { HarnessError } from '../core/errors.ts';
import type { RunReport } from '../core/report.ts';
import { differencesOf } from './differences.ts';
import { floorOf } from './floors.ts';
import { rankable, runSet } from './run-set.ts';

const level = 0.05;
const leastRelative = 0.25;

/** A test of one indicator, before the adjustment for the others. */
interface Tested {
  readonly before: readonly number[];
  readonly after: readonly number[];
  readonly p: number;
}

/**
 * Whether later runs of a scenario are worse than earlier ones. An indicator is worse when a Mann-Whitney test says so at 5 %
 * (adjusted after Holm over all objectives, each by the values it was judged by), the shift is 25 % or more, and it is above the indicator's
 * floor. Anything else is no evidence, never equality, and says what these runs could have shown. Runs without a
 * conclusion count on neither side. Throws HarnessError('usage') when a side is empty or the scenarios differ.
 */
export function compareRuns(before: readonly RunReport[], after: readonly RunReport[]): Comparison {
  const names = [...new Set([...before, ...after].map(({ scenario }) => scenario.name))];
  const [first, last] = [before.at(-1), after.at(-1)];
  if (first === undefined || last === undefined) {
    throw new HarnessError('usage', 'there is no run on one side', { hint: 'Name two runs, or two folders of runs.' });
  }
  if (names.length > 1) {
    throw new HarnessError('usage', `these are runs of different scenarios: ${names.join(', ')}`, {
      hint: 'Compare runs of one scenario.',
    });
  }
  const sets = { before: runSet(before), after: runSet(after) };
  const indicators = comparedIndicators(sets.before, sets.after);
  const findings = indicators.map(({ finding }) => finding);
  return {
    schema: 'aftershock/comparison/v1',
    ...sets,
    finding: (['regression', 'improvement'] as const).find((one) => findings.includes(one)) ?? 'no evidence',
    differences: differencesOf(first, last),
    indicators,
  };
}

function comparedIndicators(before: RunSet, after: RunSet): readonly ComparedIndicator[] {
  const judged = sidesOf(before.judged, after.judged);
  const others = sidesOf(before.spreads, after.spreads).filter(({ sli }) => !judged.some((one) => one.sli === sli));
  const rows = [
    ...judged.map((sides) => ({ ...sides, judged: true, tested: testOf(sides) })),
    ...others.map((sides) => ({ ...sides, judged: false, tested: undefined })),
  ].sort((a, b) => (a.sli < b.sli ? -1 : 1));
  const family = rows.flatMap(({ tested }) => (tested === undefined ? [] : tested.p));
  const adjusted = [...holm(family)];
  return rows
    .map(({ tested, judged: named, ...sides }): ComparedIndicator => {
      const { unit, better } = sides.before;
      const head = { unit, better, ...sides };
      if (tested === undefined) return { ...head, finding: 'not tested', reason: untested(sides, named) };
      return { ...head, ...conclude(head, tested, adjusted.shift() ?? 1, level / family.length) };
    })
    .sort((a, b) => rank(a) - rank(b));
}

type Sides = Pick<ComparedIndicator, 'sli' | 'scope' | 'before' | 'after'>;

/** What either side has, each with its counterpart. */
function sidesOf(before: readonly Spread[], after: readonly Spread[]): readonly Sides[] {
  const same = (a: Spread, b: Spread): boolean => a.sli === b.sli && a.scope === b.scope;
  const added = after.filter((one) => !before.some((other) => same(one, other)));
  return [...before, ...added].map((one) => {
    const { sli, scope } = one;
    const [a, b] = [before, after].map((spreads) => spreads.find((other) => same(one, other)));
    const named = scope === undefined ? { sli } : { sli, scope };
    return { ...named, before: a ?? nothing(sli, b), after: b ?? nothing(sli, a) };
  });
}

/** Both sides as distances from perfect, so that more is worse; undefined where a side has none. */
function testOf({ before, after }: { before: Spread; after: Spread }): Tested | undefined {
  if (before.dots.length === 0 || after.dots.length === 0) return undefined;
  const [a, b] = [badness(before), badness(after)];
  return { before: a, after: b, p: mannWhitney(a, b).p };
}

function badness({ dots, better, unit }: Spread): readonly number[] {
  if (better === 'lower') return dots.map(rankable);
  return dots.map(({ value }) => (unit === 'ratio' ? 1 - value : -value));
}

function conclude(
  { sli, unit }: Pick<ComparedIndicator, 'sli' | 'unit'>,
  { before, after }: Tested,
  p: number,
  strictest: number,
): Pick<ComparedIndicator, 'finding' | 'reason' | 'shift' | 'relative' | 'p' | 'detectable'> {
  const shift = hodgesLehmann(before, after);
  const size = Math.abs(shift);
  const base = Math.abs(median(before));
  const relative = base > 0 && Number.isFinite(base) ? shift / base : undefined;
  const figures = {
    p,
    ...(Number.isFinite(shift) ? { shift } : {}),
    ...(relative === undefined || !Number.isFinite(relative) ? {} : { relative }),
  };
  const floor = floorOf(sli, unit);
  if (p < level && size >= floor && (relative === undefined || Math.abs(relative) >= leastRelative)) {
    const finding: Finding = shift > 0 ? 'regression' : 'improvement';
    return { ...figures, finding, reason: `${pText(p)} after Holm` };
  }
  if (p < level) return { ...figures, finding: 'no evidence', reason: `${pText(p)}, but too small a change to matter` };
  return { ...figures, finding: 'no evidence', ...unseen({ before, after, p }, strictest, floor) };
}

/** What these runs could have shown, where they show nothing. */
function unseen(
  { before, after, p }: Tested,
  strictest: number,
  floor: number,
): Pick<ComparedIndicator, 'reason' | 'detectable'> {
  const least = smallestP(before.length, after.length);
  const counts = `${before.length} and ${after.length} runs`;
  if (least >= strictest) {
    const needed = `p < ${Number(strictest.toPrecision(2))}`;
    return {
      reason: `no change, however large, can be seen with ${counts}: at best ${pText(least)}, and ${needed} is needed`,
    };
  }
  const base = median(before);
  if (base === 0) return { reason: `${pText(p)}; before, nothing was lacking: no factor can be named` };
  const certain = smallestDetectableFactor(before, after.length, strictest);
  // What is certain and yet too small to matter is no finding either.
  const detectable =
    certain === undefined
      ? undefined
      : Number(Math.max(certain, 1 + leastRelative, 1 + floor / Math.abs(base)).toPrecision(3));
  if (detectable === undefined)
    return { reason: `${pText(p)}; with ${counts} a tenfold change might have been missed` };
  return { detectable, reason: `${pText(p)}; with ${counts} a change of ${detectable}× could have been seen` };
}

function untested({ before, after }: { before: Spread; after: Spread }, judged: boolean): string {
  if (before.dots.length === 0 || after.dots.length === 0) return 'not measured on both sides';
  return judged ? 'not measured' : 'no objective names it';
}

function nothing(sli: string, other: Spread | undefined): Spread {
  const { unit = '', better = 'lower' } = other ?? {};
  return { sli, unit, better, dots: [], unmeasured: 0, medianCensored: false };
}

function rank({ finding }: ComparedIndicator): number {
  return ['regression', 'improvement', 'no evidence', 'not tested'].indexOf(finding);
}

function pText(p: number): string {
  return p < 0.001 ? 'p < 0.001' : `p = ${Number(p.toPrecision(2))}`;
}
