import type { ObjectiveStatus } from '../core/objective.ts';
import type { RunReport } from '../core/report.ts';
import { groupedAdvice } from './advice-words.ts';
import { budgetSentence, firstPage } from './budget-words.ts';
import {
  durationText,
  counted,
  nothing,
  objectivesSentence,
  reasonsOf,
  scoreText,
  sloHeadroomText,
  sloSamples,
  sloText,
  statusWords,
  verdictWords,
} from './words.ts';
import { wrapped } from './wrapped.ts';

/** What a terminal can do with a piece of text; the caller owns the escape codes. */
type TerminalStyle = 'good' | 'bad' | 'warn' | 'dim' | 'bold';

export interface TerminalOptions {
  /** Columns; text is wrapped, and a table loses columns that it can do without. */
  readonly width: number;
  readonly color: (style: TerminalStyle, text: string) => string;
  /** Where the report is; undefined when none was written. */
  readonly path: string | undefined;
}

const verdictStyles = { pass: 'good', fail: 'bad', inconclusive: 'warn' } as const;
const verdictIcons = { pass: '✓', fail: '✗', inconclusive: '?' } as const;
const statusStyles = { met: 'good', missed: 'bad', unmeasured: 'warn', skipped: 'dim' } as const;
const statusIcons: Readonly<Record<ObjectiveStatus, string>> = { met: '✓', missed: '✗', unmeasured: '?', skipped: '–' };

/** The end of a run for a terminal: verdict, reasons, objectives, what is wrong with the run, and where the report is. */
export function renderTerminalSummary(report: RunReport, options: TerminalOptions): string {
  const blocks = [
    verdictLines(report, options),
    reasonLines(report, options),
    objectiveLines(report, options),
    adviceLines(report, options),
    budgetLines(report, options),
    doubts(report, options),
    options.path === undefined ? [] : [`  ${options.color('dim', 'Report')}  ${options.path}`],
  ];
  return `${blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function verdictLines(report: RunReport, { color, width }: TerminalOptions): readonly string[] {
  const style = verdictStyles[report.verdict];
  const verdict = color(style, color('bold', `${verdictIcons[report.verdict]} ${verdictWords[report.verdict]}`));
  const facts = [
    report.scenario.name,
    report.backend,
    `score ${report.score === undefined ? nothing : `${scoreText(report.score)}/100`}`,
    durationText(report.endedAt),
    `seed ${report.seed}`,
  ];
  return [
    `${verdict}  ${color('bold', clean(report.scenario.title))}`,
    ...wrapped('  ', facts.join(' · '), width).map((line) => color('dim', line)),
    ...(report.simulated
      ? [`  ${color('warn', 'SIMULATED: a rehearsal on the embedded cluster, not a real one.')}`]
      : []),
  ];
}

/** The report has them all; a terminal has room for the first. */
const mostReasons = 8;

function reasonLines(report: RunReport, { width, color }: TerminalOptions): readonly string[] {
  const reasons = reasonsOf(report);
  const more = reasons.length - mostReasons;
  return [
    ...reasons.slice(0, mostReasons).flatMap((reason) => wrapped('  · ', clean(reason), width)),
    ...(more > 0 ? [color('dim', `    and ${counted(more, 'more reason')}, in the report`)] : []),
  ];
}

/** Columns of the table of objectives, in the order in which they are done without where there is no room. */
const tables: readonly (readonly number[])[] = [
  [0, 1, 2, 3, 4],
  [0, 1, 2, 4],
  [0, 1, 2],
];
/** Of the status with its word; where even the last table has no room, the tick alone stays. */
const wordWidth = 15;

function objectiveLines(report: RunReport, { color, width }: TerminalOptions): readonly string[] {
  if (report.slos.length === 0) return [`  ${objectivesSentence(report)}`];
  const rows = report.slos.map((slo) => [
    slo.sli,
    slo.objective,
    sloText(slo),
    sloSamples(report, slo)?.toLocaleString('en-GB') ?? nothing,
    sloHeadroomText(slo),
  ]);
  const head = ['', 'objective', 'measured', 'n', 'headroom'];
  const widths = head.map((title, column) =>
    Math.max(...[head, ...rows].map((cells) => (cells[column] ?? '').length), title.length),
  );
  const widthOf = (columns: readonly number[]): number =>
    columns.reduce((sum, column) => sum + 2 + (widths[column] ?? 0), 2 + wordWidth);
  const fitting = tables.find((each) => widthOf(each) <= width);
  const columns = fitting ?? [0, 1, 2];
  const statusWidth = fitting === undefined ? 1 : wordWidth;
  // Names and bounds read from the left, numbers from the right.
  const line = (cells: readonly string[]): string =>
    columns
      .map((column) => {
        const cell = cells[column] ?? '';
        return column < 2 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0);
      })
      .join('  ');
  return [
    color('dim', `  ${' '.repeat(statusWidth)}  ${line(head)}`),
    ...report.slos.map((slo, index) => {
      const status = `${statusIcons[slo.status]} ${statusWords[slo.status]}`.padEnd(statusWidth).slice(0, statusWidth);
      return `  ${color(statusStyles[slo.status], status)}  ${line(rows[index] ?? [])}`;
    }),
  ];
}

function adviceLines(report: RunReport, { width, color }: TerminalOptions): readonly string[] {
  return groupedAdvice(report).flatMap(({ objectives, text, setting, costs }) => [
    ...wrapped('  → ', `${objectives.map(({ sli }) => sli).join(', ')}: ${text}.`, width),
    ...wrapped('    ', `${setting}. ${costs}`, width).map((line) => color('dim', line)),
  ]);
}

function budgetLines({ budgets = [] }: RunReport, { width }: TerminalOptions): readonly string[] {
  const spent = budgets.filter(({ affordable }) => affordable !== undefined);
  return spent.flatMap((budget) =>
    wrapped('  ', `${budgetSentence(budget).replace(/[.]$/, '')}; ${firstPage(budget)}.`, width),
  );
}

function doubts(report: RunReport, { color, width }: TerminalOptions): readonly string[] {
  // What failed stands among the reasons already.
  const told = (detail: string): boolean => report.reasons.some((reason) => reason.includes(detail));
  const checks = report.validity.filter(({ status, detail }) => status !== 'ok' && !told(detail));
  const warnings = report.slos.flatMap(({ sli, warning }) => (warning === undefined ? [] : [`${sli}: ${warning}`]));
  return [
    ...warnings.flatMap((text) => wrapped('  ', `! ${clean(text)}`, width).map((line) => color('warn', line))),
    ...checks.flatMap(({ check, status, detail }) =>
      wrapped('  ', `${status === 'failed' ? '✗' : '!'} ${check}: ${clean(detail)}`, width).map((line) =>
        color(status === 'failed' ? 'bad' : 'warn', line),
      ),
    ),
    ...report.leftovers.flatMap((entry) =>
      wrapped('  ', `✗ left behind: ${clean(entry)}`, width).map((line) => color('bad', line)),
    ),
  ];
}

/** Words from outside must not move the cursor nor recolour the terminal. */
function clean(text: string): string {
  return text.replace(/\p{Cc}+/gu, ' ').trim();
}
