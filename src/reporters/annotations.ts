import type { RunReport } from '../core/report.ts';
import { reasonsOf, verdictWords } from './words.ts';

/** GitHub shows ten annotations a step. */
const most = 10;

/** Lines that GitHub Actions shows as annotations: an error for each reason of a failed run, a warning for each of an inconclusive one. */
export function annotations(report: RunReport): readonly string[] {
  const title = `${report.scenario.name}: ${verdictWords[report.verdict]}${report.simulated ? ' (SIMULATED)' : ''}`;
  if (report.verdict === 'pass') return [];
  const level = report.verdict === 'fail' ? 'error' : 'warning';
  return reasonsOf(report)
    .slice(0, most)
    .map((reason) => `::${level} title=${property(title)}::${data(reason)}`);
}

/** A newline would end the command, and what follows it could be one. */
function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
