import type { Reporter } from '../../core/report.ts';
import { reportPage } from './page.ts';
import type { DataFile } from './repeat-section.ts';

/** report.html: one page that fetches nothing, runs nothing, and can be sent to anybody. It links to `files` beside it. */
export function reportHtml(files: readonly DataFile[]): Reporter {
  return {
    name: 'report-html',
    summary: 'The report to read: one self-contained page.',
    file: 'report.html',
    render: (report, timeline) => reportPage(report, timeline, files),
  };
}
