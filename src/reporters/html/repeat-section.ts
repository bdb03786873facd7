import type { Reporter, RunReport } from '../../core/report.ts';
import type { Timeline } from '../../core/timeline.ts';
import { durationText, nothing } from '../words.ts';
import { html, type Markup } from './markup.ts';
import { numeric, table } from './table.ts';

/** A data file beside the page. */
export type DataFile = Pick<Reporter, 'file' | 'summary'>;

/** All that is needed to repeat the run and to check its numbers. */
export function repeatSection(report: RunReport, timeline: Timeline, files: readonly DataFile[]): Markup {
  return html`<section id="repeat"><h2>To repeat and to check it</h2>
<pre class="command">${report.command}</pre>
<div class="columns">
<div><h3>Versions</h3>${pairs('Versions', 'What', 'Version', report.versions)}
<h3>Data files</h3><ul class="files">${files.map(({ file, summary }) => html`<li><a href="${file}">${file}</a> <span>${summary}</span></li>`)}</ul></div>
<div><h3>Topology</h3>${table(
    'Nodes',
    ['Node', 'Zone', 'Role', 'Name servers'],
    report.topology.nodes.map(({ name, zone, role }) => [
      name,
      zone ?? nothing,
      role,
      report.topology.nameServers?.filter((node) => node === name).length ?? nothing,
    ]),
  )}
<h3>Settings that decide the figures</h3>${pairs('Settings', 'Setting', 'Value', report.topology.flags)}</div>
</div>
${definitions(report)}${streamParameters(timeline)}
<details><summary>The scenario as it ran${report.scenario.overrides.length === 0 ? '' : html`, with ${report.scenario.overrides.join(', ')}`}</summary><pre>${report.scenario.text}</pre></details>
</section>`;
}

function pairs(caption: string, key: string, value: string, entries: Readonly<Record<string, string>>): Markup {
  const rows = Object.entries(entries).sort(([a], [b]) => (a < b ? -1 : 1));
  return table(caption, [key, value], rows);
}

function definitions(report: RunReport): Markup {
  const defined = Object.entries(report.slis)
    .filter(([, sli]) => sli.definition !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  if (defined.length === 0) return html``;
  return html`<details><summary>Definitions of the indicators</summary><dl class="definitions">${defined.map(([name, { definition }]) => html`<dt>${name}</dt><dd>${definition}</dd>`)}</dl></details>`;
}

function streamParameters(timeline: Timeline): Markup {
  if (timeline.streams.length === 0) return html``;
  const rows = timeline.streams.map(({ id, periodMs, timeoutMs, goodWithinMs }) => [
    id,
    ...[periodMs, timeoutMs, goodWithinMs].map(durationText),
  ]);
  return html`<details><summary>Parameters of the streams</summary>${table(
    'Streams',
    ['Stream', numeric('A request every'), numeric('Given up after'), numeric('Good within')],
    rows,
  )}</details>`;
}
