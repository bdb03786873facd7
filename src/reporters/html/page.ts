import { ofKind } from '../../core/observation-log.ts';
import type { RunReport } from '../../core/report.ts';
import type { Timeline } from '../../core/timeline.ts';
import { judgedRequests } from '../requests.ts';
import { dateText, verdictWords } from '../words.ts';
import { adviceSection, expectedSection } from './advice-section.ts';
import { budgetSection } from './budget-section.ts';
import { htmlDocument } from './document.ts';
import { headSection } from './head-section.ts';
import { indicatorsSection, objectivesSection, validitySection } from './judged-sections.ts';
import { empty, html, type Markup } from './markup.ts';
import { appliedSection, errorsSection, faultsSection, marksSection } from './record-sections.ts';
import { type DataFile, repeatSection } from './repeat-section.ts';
import { timelineSection } from './timeline-section.ts';
import { twinSection } from './twin-section.ts';
import { waterfall } from './waterfall.ts';
import { zonesSection } from './zones-section.ts';

/** The whole report of a run as one page; `files` lie beside it. */
export function reportPage(report: RunReport, timeline: Timeline, files: readonly DataFile[]): string {
  const streams = judgedRequests(timeline);
  const simulated = report.simulated ? ' (SIMULATED)' : '';
  const title = `${verdictWords[report.verdict]}: ${report.scenario.title}${simulated}`;
  return htmlDocument(
    title,
    html`${headSection(report)}
${contents(report)}
${objectivesSection(report)}
${adviceSection(report)}
${expectedSection(report)}
${twinSection(report)}
${validitySection(report)}
${timelineSection(report, timeline, streams)}
${reschedulingSection(report, timeline)}
${zonesSection(timeline)}
${budgetSection(report)}
${indicatorsSection(report)}
${faultsSection(report)}
${appliedSection(report)}
${errorsSection(streams)}
${marksSection(report, Date.parse(report.startedAt))}
${repeatSection(report, timeline, files)}
<footer>Aftershock ${report.versions['aftershock'] ?? ''} · ${report.scenario.name} on ${report.backend} · ${dateText(report.startedAt)}${simulated}</footer>`,
  );
}

function contents(report: RunReport): Markup {
  const links = [
    ['objectives', 'Objectives'],
    ...(adviceSection(report) === empty ? [] : [['advice', 'What would help']]),
    ...((report.expected ?? []).length === 0 ? [] : [['expected', 'Expected']]),
    ...(report.twin === undefined ? [] : [['twin', 'Rehearsed']]),
    ['validity', 'Validity'],
    ['timeline', 'Timeline'],
    ['rescheduling', 'Rescheduling'],
    ...(report.budgets === undefined ? [] : [['budget', 'Error budget']]),
    ['indicators', 'Indicators'],
    ['faults', 'Faults'],
    ['applied', 'Applied'],
    ['errors', 'Errors'],
    ['repeat', 'Repeat it'],
  ];
  return html`<nav aria-label="Sections">${links.map(([id, name]) => html`<a href="#${id}">${name}</a>`)}</nav>`;
}

function reschedulingSection(report: RunReport, timeline: Timeline): Markup {
  const chart = waterfall(report);
  // Whether none was lost can be said only by one who looked.
  const watched = ofKind(timeline, 'pod').length > 0;
  return html`<section id="rescheduling"><h2>Rescheduling</h2>${chart === undefined ? html`<p class="note">${watched ? 'No replica was lost.' : 'No pod was watched.'}</p>` : html`<div class="scroll alone" role="region" aria-label="Rescheduling" tabindex="0">${chart}</div>`}</section>`;
}
