import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { HarnessError } from '../../core/errors.ts';
import { parseTimeline } from '../../reporters/timeline-ndjson.ts';
import type { Command } from '../command.ts';
import { type ExitStatus, statusOfRun, worstOf } from '../exit-status.ts';
import { makeRunFolder, readReport } from '../reports-folder.ts';
import { writeReport } from '../write-report.ts';

/** Renders saved runs anew, without a cluster. */
export const reportCommand: Command = async ({ operands, options, output }) => {
  if (operands.length === 0)
    throw new HarnessError('usage', 'report was given no run', { hint: 'Name the folder of a run.' });
  const statuses: ExitStatus[] = [];
  for (const operand of operands) {
    const { folder, report } = await readReport(operand);
    const timeline = parseTimeline(await readTimeline(folder));
    const into = options.out === undefined ? folder : await makeRunFolder(options.out, basename(folder));
    await writeReport(into, report, timeline);
    output.event({ event: 'report', runId: report.id, verdict: report.verdict, score: report.score, folder: into });
    output.say(`${report.verdict}  ${join(into, 'report.html')}`);
    statuses.push(statusOfRun(report));
  }
  return worstOf(statuses);
};

async function readTimeline(folder: string): Promise<Uint8Array> {
  const file = join(folder, 'timeline.ndjson.gz');
  return readFile(file).catch((cause: unknown) => {
    throw new HarnessError('usage', `${file} cannot be read`, {
      cause,
      hint: 'A report is rendered from run.json and its timeline.',
    });
  });
}
