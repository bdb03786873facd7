import type { RunReport } from '../core/report.ts';
import type { Timeline } from '../core/timeline.ts';
import { reporters } from '../reporters/index.ts';
import { writeFiles } from './reports-folder.ts';

/** Writes every file of a run's folder. */
export async function writeReport(folder: string, report: RunReport, timeline: Timeline): Promise<void> {
  for (const reporter of reporters.all) {
    await writeFiles(folder, new Map([[reporter.file, reporter.render(report, timeline)]]));
  }
}
