import type { RunReport } from '../../core/report.ts';
import { alertName, alertText, budgetSentence } from '../budget-words.ts';
import { durationText } from '../words.ts';
import { badge } from './icons.ts';
import { empty, html, type Markup } from './markup.ts';
import { numeric, stackedTable } from './table.ts';

/** What the incident cost of the error budget, and which alerts it would have set off. */
export function budgetSection({ budgets }: RunReport): Markup {
  if (budgets === undefined) return empty;
  const parts = budgets.map((budget) => {
    const rows = budget.alerts.map((alert) => [
      alertName(alert),
      alert.severity,
      durationText(alert.needsBadMs),
      alert.firedAt === undefined ? badge('dash', 'muted', 'silent') : badge('tick', 'good', 'fires'),
      alertText(alert),
    ]);
    const columns = ['Burn rate', 'Severity', numeric('Bad time that it takes'), 'In this run', 'When'];
    return html`<p>${budgetSentence(budget)}</p>${stackedTable(`Burn-rate alerts on the ${budget.service}`, columns, rows)}`;
  });
  return html`<section id="budget"><h2>Error budget</h2>
${parts.length === 0 ? html`<p class="note">No service was probed while a fault was in.</p>` : parts}
<p class="note">Bad time is the share of bad requests of each second, summed over fault and recovery. Alerts are those of the SRE workbook for a window of 30 days, evaluated every second; before the run all is taken to have been well.</p></section>`;
}
