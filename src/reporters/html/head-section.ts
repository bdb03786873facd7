import type { RunReport } from '../../core/report.ts';
import { dateText, durationText, objectivesSentence, reasonsOf, scoreText } from '../words.ts';
import { verdictBadge } from './icons.ts';
import { empty, html, type Markup } from './markup.ts';

/** What a reader must know within ten seconds: what was tried, whether the cluster survived, and why. */
export function headSection(report: RunReport): Markup {
  const { scenario } = report;
  return html`${simulatedBanner(report)}
<header>
<div class="lead">
<p class="eyebrow">${scenario.name} · ${report.backend}</p>
<h1>${scenario.title}</h1>
${scenario.hypothesis === '' ? '' : html`<p class="hypothesis"><span>Hypothesis</span> ${scenario.hypothesis}</p>`}
</div>
<div class="result">${verdictBadge(report.verdict)}<p>${objectivesSentence(report)}</p>${score(report)}</div>
</header>
<dl class="facts">
<div><dt>Started</dt><dd>${dateText(report.startedAt)}</dd></div>
<div><dt>Lasted</dt><dd>${durationText(report.endedAt)}</dd></div>
<div><dt>Backend</dt><dd>${report.backend}${report.simulated ? ' (SIMULATED)' : ''}</dd></div>
<div><dt>Seed</dt><dd>${report.seed}</dd></div>
<div><dt>Run</dt><dd>${report.id}</dd></div>
</dl>
${whySection(report)}`;
}

function simulatedBanner(report: RunReport): Markup {
  if (!report.simulated) return empty;
  return html`<p class="simulated" role="note"><strong>SIMULATED</strong> A rehearsal on the embedded cluster. No number on this page was measured on a real one.</p>`;
}

function score({ score: value }: RunReport): Markup {
  if (value === undefined) return html`<p class="score">No score: nothing was judged.</p>`;
  return html`<p class="score"><strong>${scoreText(value)}</strong> of 100 <meter min="0" max="100" value="${Math.max(0, Math.min(100, value))}">${scoreText(value)} of 100</meter><small>how much room is left; it does not decide the verdict</small></p>`;
}

function whySection(report: RunReport): Markup {
  const titles = {
    pass: 'Why it passed',
    fail: 'Why it failed',
    inconclusive: 'Why nothing can be concluded',
  } as const;
  const stopped =
    report.stoppedBy === undefined ||
    reasonsOf(report).some((reason) => reason.includes(report.stoppedBy?.message ?? ''))
      ? ''
      : html`<li>The run was stopped: ${report.stoppedBy.message}${report.stoppedBy.hint === undefined ? '' : html` <span class="hint">${report.stoppedBy.hint}</span>`}</li>`;
  const left = report.leftovers.map((entry) => html`<li>Left behind: ${entry}</li>`);
  return html`<section class="why ${report.verdict}" aria-labelledby="why"><h2 id="why">${titles[report.verdict]}</h2>
<ul>${reasonsOf(report).map((reason) => html`<li>${reason}</li>`)}${stopped}${left}</ul></section>`;
}
