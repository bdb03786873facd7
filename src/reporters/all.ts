import type { Reporter } from '../core/report.ts';
import { badgeSvg } from './badge-svg.ts';
import { reportHtml } from './html/report-html.ts';
import { junit } from './junit.ts';
import { latencyHlog } from './latency-hlog.ts';
import { metricsTxt } from './metrics-txt.ts';
import { openSlo } from './openslo.ts';
import { planYaml } from './plan-yaml.ts';
import { runJson } from './run-json.ts';
import { summaryMd } from './summary-md.ts';
import { timelineNdjson } from './timeline-ndjson.ts';

/** Files beside the page, which the page links to. */
const beside: readonly Reporter[] = [
  runJson,
  summaryMd,
  junit,
  timelineNdjson,
  planYaml,
  metricsTxt,
  openSlo,
  latencyHlog,
  badgeSvg,
];

/** Every reporter: one file, one line. run.json first: whatever else fails, the run is saved. */
export const allReporters: readonly Reporter[] = [...beside, reportHtml(beside)];
