import type { HistorySeries } from '../core/history.ts';
import { verdictWords } from './words.ts';

type Color = (style: 'good' | 'bad' | 'warn' | 'dim' | 'bold', text: string) => string;
const styles = { pass: 'good', fail: 'bad', inconclusive: 'warn' } as const;

/** The history for a terminal: a line a scenario. */
export function historyTerminal(series: readonly HistorySeries[], color: Color): string {
  if (series.length === 0) return 'No run yet.';
  const head = ['scenario', 'backend', 'runs', 'passed', 'latest'];
  const rows = series.map(({ scenario, backend, runs, passed, streak }) => [
    scenario,
    backend,
    String(runs),
    String(passed),
    `${verdictWords[streak.verdict]}${streak.runs > 1 ? ` ${streak.runs} times in a row` : ''}`,
  ]);
  const widths = head.map((title, i) => Math.max(title.length, ...rows.map((row) => (row[i] ?? '').length)));
  const line = (cells: readonly string[]): string =>
    `  ${cells.map((cell, i) => (i === 2 || i === 3 ? cell.padStart(widths[i] ?? 0) : cell.padEnd(widths[i] ?? 0))).join('  ')}`.trimEnd();
  return [
    color('dim', line(head)),
    ...series.map(({ streak, flaky, flips }, i) => {
      const text = color(styles[streak.verdict], line(rows[i] ?? []));
      return flaky ? `${text}  ${color('warn', `! flaky: ${flips} flips`)}` : text;
    }),
  ].join('\n');
}
