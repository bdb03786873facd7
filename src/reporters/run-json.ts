import type { Reporter } from '../core/report.ts';

/** Keys that lead wherever they occur, in the order in which people want to read them. All others follow by alphabet. */
const leading = [
  'schema apiVersion kind id check sli name type title metadata spec',
  'scenario backend simulated seed command startedAt endedAt startAt endAt at text objective comparison bound limit weight during',
  'verdict score reasons status value censored unit samples headroom reason evidence bounds',
  'slos slis validity faults injections outages reschedules phases marks topology versions probePath harness leftovers applied',
].flatMap((line) => line.split(' '));
const rank = new Map(leading.map((key, index) => [key, index]));

/** run.json: the whole report, its keys always in the same order, so that two runs can be compared by `diff`. */
export const runJson: Reporter<string> = {
  name: 'run-json',
  summary: 'The whole report as data.',
  file: 'run.json',
  render: (report) => `${JSON.stringify(ordered(report), null, 2)}\n`,
};

function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => byRank(a, b));
  return Object.fromEntries(entries.map(([key, item]) => [key, ordered(item)]));
}

function byRank(a: string, b: string): number {
  const order = (rank.get(a) ?? leading.length) - (rank.get(b) ?? leading.length);
  if (order !== 0) return order;
  return a < b ? -1 : 1;
}
