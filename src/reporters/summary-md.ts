import type { FaultRecord } from '../core/timeline.ts';
import type { Reporter, RunReport } from '../core/report.ts';
import { groupedAdvice } from './advice-words.ts';
import { budgetSentence } from './budget-words.ts';
import {
  counted,
  dateText,
  durationText,
  nothing,
  offsetText,
  reasonsOf,
  scoreText,
  sloHeadroomText,
  sloSamples,
  sloScoreText,
  sloText,
  statusWords,
  verdictWords,
} from './words.ts';

/** CI servers drop a step summary that is too long; GitHub's limit is 1024 KiB for all steps together. */
export const summaryLimitBytes = 64 * 1024;
const icons = { pass: '✅', fail: '❌', inconclusive: '⚠️' } as const;
const statusIcons = { met: '✅', missed: '❌', unmeasured: '⚠️', skipped: '⏭️' } as const;

/** summary.md: verdict, reasons and tables for a CI server's page, never longer than `summaryLimitBytes`. */
export const summaryMd: Reporter<string> = {
  name: 'summary-md',
  summary: 'Verdict, reasons and tables in Markdown, for CI summaries.',
  file: 'summary.md',
  render: (report) => {
    for (const rows of [200, 50, 10]) {
      const text = summary(report, rows);
      if (new TextEncoder().encode(text).length <= summaryLimitBytes) return text;
    }
    return `${heading(report).join('\n')}\n\nThe rest is too long for a summary: see report.html.\n`;
  },
};

function summary(report: RunReport, rows: number): string {
  const sections = [
    heading(report),
    clipped(reasonsOf(report), rows, (reason) => `- ${cell(reason)}`),
    objectives(report, rows),
    groupedAdvice(report).map(
      ({ objectives: helped, text, setting }) =>
        `- ${cell(`${helped.map(({ sli }) => sli).join(', ')}: ${text}. Setting: ${setting}.`)}`,
    ),
    (report.budgets ?? []).map((budget) => `- ${cell(budgetSentence(budget))}`),
    faults(report.faults, rows),
    validity(report, rows),
    leftovers(report, rows),
    [`Repeat it: ${code(report.command)}`],
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function heading(report: RunReport): readonly string[] {
  const score = report.score === undefined ? '' : `, score ${scoreText(report.score)} of 100`;
  return [
    `## ${icons[report.verdict]} ${verdictWords[report.verdict]}: ${cell(report.scenario.title)}${score}`,
    '',
    ...(report.simulated ? ['**SIMULATED**: a rehearsal on the embedded cluster, not a real one.', ''] : []),
    `${code(report.scenario.name)} on ${cell(report.backend)}, ${dateText(report.startedAt)}, ` +
      `${durationText(report.endedAt)}, seed ${report.seed}, run ${cell(report.id)}`,
  ];
}

function objectives(report: RunReport, rows: number): readonly string[] {
  if (report.slos.length === 0) return ['No objective was judged.'];
  const lines = report.slos.map((slo) => [
    `${statusIcons[slo.status]} ${statusWords[slo.status]}`,
    `${slo.sli} ${slo.objective}`,
    slo.during.join(', '),
    sloText(slo),
    sloSamples(report, slo)?.toLocaleString('en-GB') ?? nothing,
    sloHeadroomText(slo),
    sloScoreText(slo),
  ]);
  return table(['Status', 'Objective', 'During', 'Measured', 'n', 'Headroom', 'Score'], lines, rows);
}

function faults(records: readonly FaultRecord[], rows: number): readonly string[] {
  const lines = records.flatMap((fault) => {
    const targets = fault.targets.join(', ');
    if (fault.injections.length === 0) {
      return [[fault.name, targets, nothing, nothing, nothing, fault.error ?? 'not injected']];
    }
    return fault.injections.map((injection) => [
      fault.name,
      targets,
      injection.name,
      offsetText(injection.injectedAt),
      offsetText(injection.healedAt),
      `${injection.proof.status}: ${injection.error ?? injection.proof.detail}`,
    ]);
  });
  if (lines.length === 0) return [];
  return table(['Fault', 'Targets', 'Injection', 'Injected', 'Healed', 'Proof'], lines, rows);
}

function validity(report: RunReport, rows: number): readonly string[] {
  const doubtful = report.validity.filter(({ status }) => status !== 'ok');
  if (report.validity.length === 0) return [];
  if (doubtful.length === 0) return [`Validity: all of ${counted(report.validity.length, 'check')} ok.`];
  const lines = doubtful.map(({ check, status, detail }) => [check, status, detail]);
  return table(['Validity check', 'Status', 'Detail'], lines, rows);
}

function leftovers(report: RunReport, rows: number): readonly string[] {
  if (report.leftovers.length === 0) return [];
  return ['**Left behind:**', '', ...clipped(report.leftovers, rows, (entry) => `- ${cell(entry)}`)];
}

type Cells = readonly string[];

function table(head: Cells, lines: readonly Cells[], rows: number): readonly string[] {
  return [row(head), row(head.map(() => '---')), ...clipped(lines, rows, row)];
}

/** As many entries as there is room for: only these are written out, for there may be thousands, each of them long. */
function clipped<T>(entries: readonly T[], rows: number, textOf: (entry: T) => string): readonly string[] {
  const lines = entries.slice(0, rows).map(textOf);
  return entries.length <= rows ? lines : [...lines, '', `… and ${entries.length - rows} more, in report.html.`];
}

function row(cells: Cells): string {
  return `| ${cells.map(cell).join(' | ')} |`;
}

/** Text from outside must not become Markdown or HTML, nor end a table's cell. */
function cell(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/\\/g, '\\\\')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/[|*_[\]`]/g, (char) => `\\${char}`);
}

/** In a code span nothing is escaped; only its own end must not occur. */
function code(text: string): string {
  return `\`${text.replace(/\s+/g, ' ').replaceAll('`', "'")}\``;
}
