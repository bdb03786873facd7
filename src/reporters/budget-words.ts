import type { BudgetReport, BurnAlert } from '../core/report.ts';
import { formatRatio } from '../base/quantity.ts';
import { durationText, nothing, offsetText } from './words.ts';

const serviceWords = { api: 'API', workload: 'workload' } as const;

/** What the incident cost, in a sentence: `API: 12 s of bad time, 0.46% of a 30-day 99.9% budget; it affords 216 such incidents.` */
export function budgetSentence(budget: BudgetReport): string {
  const { service, objective, windowMs, badMs, cost, affordable, open } = budget;
  const what = `${formatRatio(objective)} budget of ${windowMs / 86_400_000} days (${durationText(windowMs * (1 - objective))})`;
  if (affordable === undefined) return `${serviceWords[service]}: no bad time; nothing of the ${what} was spent.`;
  const least = open ? 'at least ' : '';
  const many =
    affordable >= 1 ? `it affords ${whole(affordable)} such incidents` : 'it does not afford one such incident';
  return `${serviceWords[service]}: ${least}${durationText(badMs)} of bad time, ${least}${formatRatio(cost)} of the ${what}; ${many}.`;
}

/** `14.4× over 1 h and 5 m`. */
export function alertName({ factor, longMs, shortMs }: BurnAlert): string {
  return `${factor}× over ${spanText(longMs)} and ${spanText(shortMs)}`;
}

/** When an alert would have fired, or how far from it the incident was. */
export function alertText({ firedAt, afterMs, peakBurn }: BurnAlert): string {
  if (firedAt === undefined) return `not fired: burnt ${peakBurn.toPrecision(2)}× at most`;
  return `fired at ${offsetText(firedAt)}${afterMs === undefined ? '' : `, ${durationText(afterMs)} after the fault`}`;
}

/** The first page that would have been sent, in words. */
export function firstPage(budget: BudgetReport): string {
  const fired = budget.alerts.filter(({ severity, firedAt }) => severity === 'page' && firedAt !== undefined);
  const [first] = fired.sort((a, b) => (a.firedAt ?? 0) - (b.firedAt ?? 0));
  if (first === undefined) return 'no page would have been sent';
  return `a page (${alertName(first)}) would have been sent ${first.afterMs === undefined ? nothing : `${durationText(first.afterMs)} after the fault`}`;
}

function spanText(ms: number): string {
  const days = ms / 86_400_000;
  return Number.isInteger(days) ? `${days} d` : durationText(ms);
}

function whole(value: number): string {
  return Math.floor(value).toLocaleString('en-GB');
}
