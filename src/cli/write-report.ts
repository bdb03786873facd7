import { join, relative } from 'node:path';
import { writeFile } from 'node:fs/promises';
import type { RunReport } from '../core/report.ts';
import type { Timeline } from '../core/timeline.ts';
import { renderIndex } from '../reporters/html/index-page.ts';
import { reporters } from '../reporters/index.ts';
import { readReport, runFolders, writeFiles } from './reports-folder.ts';

/** Writes every file of a run's folder, and the history of the reports folder anew. */
export async function writeReport(folder: string, report: RunReport, timeline: Timeline): Promise<void> {
  for (const reporter of reporters.all) {
    await writeFiles(folder, new Map([[reporter.file, reporter.render(report, timeline)]]));
  }
  await writeIndex(join(folder, '..'));
}

/** Writes index.html over all runs of a reports folder. A run that cannot be read is left out. */
async function writeIndex(reportsDir: string): Promise<void> {
  const folders = await runFolders(reportsDir, 'run.json');
  const entries = await Promise.all(
    folders.map(async (folder) => {
      const found = await readReport(folder).catch(() => undefined);
      if (found === undefined) return [];
      const { report } = found;
      const slis = Object.fromEntries(Object.entries(report.slis).map(([name, sli]) => [name, sli.value]));
      const { id, verdict, score, startedAt, backend, simulated } = report;
      const { name: scenario, title } = report.scenario;
      const censored = Object.keys(report.slis).filter((name) => report.slis[name]?.status === 'censored');
      const href = `${relative(reportsDir, folder)}/report.html`;
      return [{ id, scenario, title, backend, simulated, verdict, score, startedAt, href, slis, censored }];
    }),
  );
  await writeFile(join(reportsDir, 'index.html'), renderIndex(entries.flat()));
}
