import type { Twin, TwinIndicator, TwinPlace, TwinSide } from '../core/twin.ts';
import { counted, measuredText, nothing, valueText } from './words.ts';
import { columns, markdownTable } from './text-table.ts';
import { wrapped } from './wrapped.ts';

/** Colours a word; the caller owns the escape codes. */
type Color = (style: 'good' | 'bad' | 'warn' | 'dim' | 'bold', text: string) => string;

const placeWords: Readonly<Record<TwinPlace, string>> = { alike: 'alike', apart: 'APART', unknown: nothing };
const styles = { alike: 'good', apart: 'warn', unknown: 'dim' } as const;

/** A real run beside its rehearsals, for a terminal. */
export function twinTerminal(twin: Twin, color: Color, width: number): string {
  const rows = twin.indicators.map((one) => [one.sli, ...figures(one), placeWords[one.place]]);
  const lines = columns([['', 'measured', 'simulated', 'from', 'to', 'ratio', ''], ...rows.map(shortened)]);
  const apart = twin.indicators.filter(({ place, reason }) => place === 'apart' && reason !== '');
  return [
    `${color('bold', twin.title)}  ${headline(twin)}`,
    wrapped('  real       ', runsText(twin), width).join('\n'),
    wrapped('  SIMULATED  ', `${seedsText(twin)}; ${twin.settings.join(', ')}`, width).join('\n'),
    [
      color('dim', lines[0] ?? ''),
      ...lines.slice(1).map((line, i) => color(styles[twin.indicators[i]?.place ?? 'unknown'], line)),
    ].join('\n'),
    ...twin.notes.map((note) => wrapped('  ', note, width).join('\n')),
    ...(apart.length === 0
      ? []
      : [apart.flatMap(({ sli, reason }) => wrapped('  ', `${sli}: ${reason}`, width)).join('\n')]),
  ].join('\n\n');
}

/** The same in Markdown. */
export function twinMarkdown(twin: Twin): string {
  const rows = twin.indicators.map((one) => {
    const [, median, low, high, ratio] = figures(one);
    const range = low === nothing ? nothing : `${low ?? ''} to ${high ?? ''}`;
    return [one.sli, allText(one), median ?? '', range, ratio ?? '', placeWords[one.place], one.reason];
  });
  const head = ['Indicator', 'Measured', 'Simulated (median)', 'Range', 'Ratio', '', 'Why'];
  return [
    `## ${twin.title}: ${headline(twin)}`,
    `Real (${twin.backend}): ${runsText(twin)}. SIMULATED: ${seedsText(twin)}, with ${twin.settings.map((one) => `\`${one}\``).join(', ')}.`,
    ...twin.notes,
    markdownTable(head, rows),
    '',
  ].join('\n\n');
}

/** `11 of 14 indicators alike (within a factor of 1.5), 3 apart`. */
function headline({ indicators, factor }: Twin): string {
  const known = indicators.filter(({ place }) => place !== 'unknown');
  const apart = known.filter(({ place }) => place === 'apart').length;
  return `${known.length - apart} of ${counted(known.length, 'indicator')} alike (within a factor of ${factor}), ${apart} apart`;
}

/** Measured median, simulated median, its range, and the ratio. */
function figures({ unit, measured, simulated, ratio }: TwinIndicator): readonly string[] {
  const ends = simulated.values.map(({ value }) => value);
  const range =
    ends.length === 0 ? [nothing, nothing] : [Math.min(...ends), Math.max(...ends)].map((end) => valueText(end, unit));
  return [
    medianText(measured, unit),
    medianText(simulated, unit),
    ...range,
    ratio === undefined ? nothing : `${round(ratio)}`,
  ];
}

function runsText({ runs }: Twin): string {
  return runs
    .map(({ id, startedAt, seed }) => `${id} of ${startedAt.slice(0, 16).replace('T', ' ')} (seed ${seed})`)
    .join(', ');
}

function seedsText({ seeds }: Twin): string {
  const [first] = seeds;
  return seeds.length === 1 ? `seed ${first ?? ''}` : `seeds ${first ?? ''} to ${seeds.at(-1) ?? ''}`;
}

function medianText({ median, medianCensored }: TwinSide, unit: string): string {
  return measuredText(median, unit, medianCensored);
}

function allText({ measured: { values }, unit }: TwinIndicator): string {
  return values.length === 0
    ? nothing
    : values.map(({ value, censored }) => measuredText(value, unit, censored)).join(', ');
}

/** A terminal has 80 columns. */
function shortened(row: readonly string[]): readonly string[] {
  return row.map((text) => text.replace('replica-seconds', 'replica-s'));
}

function round(ratio: number): number {
  return Number(ratio.toPrecision(2));
}
