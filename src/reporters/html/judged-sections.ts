import type { RunReport, SliReport, SloReport } from '../../core/report.ts';
import {
  durationText,
  nothing,
  sliText,
  sloHeadroomText,
  sloSamples,
  sloScoreText,
  sloText,
  valueText,
} from '../words.ts';
import { badge, checkBadge, statusBadge } from './icons.ts';
import { html, type Markup, type Part } from './markup.ts';
import { numeric, stackedTable, table } from './table.ts';

/** The objectives: what was promised, what was measured, and how much room is left. */
export function objectivesSection(report: RunReport): Markup {
  const rows = report.slos.map((slo) => [
    html`<span class="name">${slo.sli}</span> <span class="bound">${slo.objective}</span>${slo.during.length === 0 ? '' : html`<small>during ${slo.during.join(', ')}</small>`}${conditions(slo)}`,
    html`${statusBadge(slo.status)}${slo.warning === undefined ? '' : badge('warning', 'doubt', 'warning')}`,
    html`<strong class="value">${sloText(slo)}</strong>${samplesLine(sloSamples(report, slo))}`,
    html`${sloHeadroomText(slo)}<small>score ${sloScoreText(slo)} × ${slo.weight}</small>`,
    html`<span class="reason">${slo.warning === undefined ? slo.reason : `${slo.reason}; ${slo.warning}`}</span>`,
  ]);
  const columns = ['Objective', 'Status', numeric('Measured'), numeric('Headroom'), 'Evidence'];
  return html`<section id="objectives"><h2>Objectives</h2>${stackedTable('Objectives, and what became of them', columns, rows)}
<p class="note">≥ marks what had not ended when the observation did: the number is a lower bound. Score is 90 at the objective and 50 at its limit.</p></section>`;
}

function samplesLine(samples: number | undefined): Markup {
  return samples === undefined ? html`` : html`<small>n ${samples.toLocaleString('en-GB')}</small>`;
}

function conditions({ streams, aggregate, critical, profile }: SloReport): readonly Markup[] {
  const words = [
    ...(streams === undefined ? [] : [`${aggregate ?? 'all'} of ${streams.join(', ')}`]),
    ...(critical === true ? ['critical: a miss makes the score 0'] : []),
    ...(profile === undefined ? [] : [`from ${profile}`]),
  ];
  return words.map((text) => html`<small>${text}</small>`);
}

/** Whether the numbers may be believed. */
export function validitySection(report: RunReport): Markup {
  const { harness } = report;
  const lateness = harness.latenessP99Ms === undefined ? 'not measured' : `P99 ${durationText(harness.latenessP99Ms)}`;
  const checks = report.validity.map(
    ({ check, status, detail, items = [] }) =>
      html`<li>${checkBadge(status)}<div><strong>${check}</strong><p>${detail}</p>${allItems(items)}</div></li>`,
  );
  return html`<section id="validity"><h2>May these numbers be believed?</h2>
${checks.length === 0 ? html`<p class="note">No check was made.</p>` : html`<ul class="checks">${checks}</ul>`}
<p class="note">The harness itself: ${harness.probesSent.toLocaleString('en-GB')} of ${harness.probesPlanned.toLocaleString('en-GB')} requests sent, lateness ${lateness}, ${durationText(harness.cpuMs)} of CPU, ${harness.rssMb.toLocaleString('en-GB')} MB. Probed through ${report.probePath}.</p></section>`;
}

/** A single finding stands in the line above already. */
function allItems(items: readonly string[]): Markup {
  if (items.length < 2) return html``;
  return html`<details><summary>All ${items.length}</summary><ul>${items.map((item) => html`<li>${item}</li>`)}</ul></details>`;
}

/** Every indicator, over the run and over each phase. */
export function indicatorsSection(report: RunReport): Markup {
  const phases = ['baseline', 'fault', 'recovery'];
  const rows = Object.entries(report.slis)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, sli]) => [
      html`<span class="name">${name}</span>${sli.summary === undefined ? '' : html`<small>${sli.summary}</small>`}`,
      html`<strong class="value">${sliText(sli, sli.unit)}</strong>${boundsText(sli)}`,
      sli.status === 'unmeasured' ? nothing : (sli.samples?.toLocaleString('en-GB') ?? nothing),
      ...phases.map((phase): Part => phaseCell(sli, phase)),
      html`<span class="reason">${sli.status === 'unmeasured' ? `not measured: ${sli.reason ?? 'no reason given'}` : (sli.evidence ?? '')}</span>`,
    ]);
  const columns = ['Indicator', numeric('Value'), numeric('n'), ...phases.map(numeric), 'Evidence'];
  return html`<section id="indicators"><h2>All indicators</h2>${table('Indicators, over the run and over each phase', columns, rows)}</section>`;
}

function boundsText({ status, bounds, unit }: SliReport): Markup {
  if (status !== 'measured' || bounds === undefined) return html``;
  return html`<small>${valueText(bounds[0], unit)} to ${valueText(bounds[1], unit)}</small>`;
}

function phaseCell(sli: SliReport, phase: string): Part {
  const part = sli.phases[phase];
  return part === undefined ? nothing : sliText(part, sli.unit);
}
