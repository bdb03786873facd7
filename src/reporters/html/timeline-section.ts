import type { RunReport } from '../../core/report.ts';
import type { Timeline } from '../../core/timeline.ts';
import type { StreamRequests } from '../requests.ts';
import { etcdLanes } from './etcd-lanes.ts';
import { timeFrame } from './frame.ts';
import { latencyChart } from './latency-chart.ts';
import { harnessChart } from './harness-chart.ts';
import { html, type Markup } from './markup.ts';
import { nodeLanes } from './node-lanes.ts';
import { phaseLanes } from './phase-lanes.ts';
import { replicasChart } from './replicas-chart.ts';
import { streamLanes } from './stream-lanes.ts';
import { watchLanes } from './watch-lanes.ts';

/** All charts over the run's time, on one axis. Charts without anything to show are left out. */
export function timelineSection(report: RunReport, timeline: Timeline, streams: readonly StreamRequests[]): Markup {
  if (report.phases.length === 0 && timeline.observations.length === 0) {
    return html`<section id="timeline"><h2>Timeline</h2><p class="note">Nothing was observed.</p></section>`;
  }
  const frame = timeFrame(report, timeline);
  const charts = [
    phaseLanes(frame, report),
    streamLanes(frame, report, streams),
    latencyChart(frame, report, streams),
    replicasChart(frame, timeline),
    nodeLanes(frame, timeline),
    etcdLanes(frame, timeline),
    watchLanes(frame, timeline),
    harnessChart(frame, report, timeline, streams),
  ].filter((chart) => chart !== undefined);
  return html`<section id="timeline"><h2>Timeline</h2>
<div class="scroll" role="region" aria-label="Charts over time" tabindex="0">${charts}</div></section>`;
}
