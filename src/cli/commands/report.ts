import { basename, join } from 'node:path';
import { HarnessError } from '../../core/errors.ts';
import type { SloProfile } from '../../core/objective.ts';
import type { RunReport } from '../../core/report.ts';
import type { Timeline } from '../../core/timeline.ts';
import { rejudge } from '../../judge/rejudge.ts';
import { renderTerminalSummary } from '../../reporters/terminal.ts';
import { timelineNdjson } from '../../reporters/timeline-ndjson.ts';
import { declaredFaults } from '../../scenario/saved-scenario.ts';
import type { Command } from '../command.ts';
import { type ExitStatus, statusOfRun, worstOf } from '../exit-status.ts';
import { writeIndex } from '../history-files.ts';
import { mustBeWritable, readReport } from '../reports-folder.ts';
import { readSloFile } from '../slo-files.ts';
import { readTimeline } from '../timeline-file.ts';
import { writeReport } from '../write-report.ts';

/** Renders saved runs anew, or judges them by other objectives, without a cluster. */
export const reportCommand: Command = async ({ operands, options, output }) => {
  if (operands.length === 0)
    throw new HarnessError('usage', 'report was given no run', { hint: 'Name the folder of a run.' });
  const profile = options.slo === undefined ? undefined : await readSloFile(options.slo);
  const statuses: ExitStatus[] = [];
  for (const operand of operands) {
    const { folder, report: saved } = await readReport(operand);
    const timeline = await timelineIn(folder);
    const report = profile === undefined ? saved : judgedBy(saved, timeline, profile);
    // Judged by other objectives it is another report: it does not take the place of the run's own.
    const here = profile === undefined ? folder : undefined;
    const into = options.out === undefined ? here : join(options.out, basename(folder));
    if (into !== undefined) {
      await mustBeWritable(into);
      await writeReport(into, report, timeline);
      await writeIndex(join(into, '..'));
    }
    const { id, verdict, score, reasons, slos } = report;
    output.event({ event: 'report', runId: id, verdict, score, reasons, slos, folder: into ?? folder });
    const path = into === undefined ? undefined : join(into, 'report.html');
    output.say(
      profile === undefined
        ? `${verdict}  ${path ?? ''}`
        : renderTerminalSummary(report, { width: output.width, color: output.style, path }),
    );
    statuses.push(statusOfRun(report));
  }
  return worstOf(statuses);
};

function judgedBy(report: RunReport, timeline: Timeline, { slos }: SloProfile): RunReport {
  const { text, overrides } = report.scenario;
  return rejudge(report, timeline, { slos, declared: declaredFaults(text, overrides) });
}

async function timelineIn(folder: string): Promise<Timeline> {
  const timeline = await readTimeline(folder);
  if (timeline !== undefined) return timeline;
  throw new HarnessError('usage', `${join(folder, timelineNdjson.file)} is not there`, {
    hint: 'A report is rendered from run.json and its timeline.',
  });
}
