import { formatDuration, formatRatio } from '../base/quantity.ts';
import type { ObjectiveStatus, Verdict } from '../core/objective.ts';
import type { RunReport, SliReport, SloReport } from '../core/report.ts';

/** What stands where there is no number. Never a zero. */
export const nothing = '–';

export const verdictWords: Readonly<Record<Verdict, string>> = {
  pass: 'Passed',
  fail: 'Failed',
  inconclusive: 'Inconclusive',
};

export const statusWords: Readonly<Record<ObjectiveStatus, string>> = {
  met: 'met',
  missed: 'missed',
  unmeasured: 'not measured',
  skipped: 'not exercised',
};

/** A duration for people: `94 s`, `320 ms`, `2 m 5 s`. */
export function durationText(ms: number): string {
  return formatDuration(ms)
    .replace(/(\d)([a-z])/g, '$1 $2')
    .replace(/([a-z])(\d)/g, '$1 $2');
}

/** A value of an indicator for people; `unit` is the indicator's dimension, or its base unit. */
export function valueText(value: number, unit: string): string {
  switch (unit) {
    case 'duration':
    case 'ms':
      return durationText(value);
    case 'ratio':
      return formatRatio(value);
    case 'count':
    case '':
      return plain(value);
    case 'rate':
      return `${plain(value)}/s`;
    case 'size':
    case 'bytes':
      return sizeText(value);
    default:
      return `${plain(value)} ${unit}`;
  }
}

/** A value, `≥ value` where it had not ended when the observation did, or a dash where there is none. */
export function measuredText(value: number | undefined, unit: string, censored: boolean): string {
  if (value === undefined) return nothing;
  return censored ? `≥ ${valueText(value, unit)}` : valueText(value, unit);
}

/** As `measuredText`, of an indicator. */
export function sliText(sli: Pick<SliReport, 'status' | 'value'>, unit: string): string {
  return sli.status === 'unmeasured' ? nothing : measuredText(sli.value, unit, sli.status === 'censored');
}

/** As `measuredText`, of an objective. */
export function sloText(slo: SloReport): string {
  return wasJudged(slo) ? measuredText(slo.value, slo.unit, slo.censored) : nothing;
}

/** `42% spare`, `57% beyond`, or a dash where nothing was judged. */
export function sloHeadroomText(slo: SloReport): string {
  return wasJudged(slo) ? headroomText(slo.headroom) : nothing;
}

/** An objective's score out of 100, or a dash where nothing was judged. */
export function sloScoreText(slo: SloReport): string {
  return wasJudged(slo) && slo.score !== undefined ? scoreText(slo.score * 100) : nothing;
}

/** How many samples an objective's value rests on; undefined where the report cannot say. */
export function sloSamples(report: RunReport, slo: SloReport): number | undefined {
  if (slo.value === undefined || !wasJudged(slo)) return undefined;
  if (slo.samples !== undefined) return slo.samples;
  const sli = report.slis[slo.sli];
  // The indicator of the same name may have been measured over other phases.
  return sli?.value === slo.value ? sli.samples : undefined;
}

/** What was not judged shows no number, whatever the data says. */
function wasJudged({ status }: SloReport): boolean {
  return status === 'met' || status === 'missed';
}

function headroomText(headroom: number | undefined): string {
  if (headroom === undefined) return nothing;
  const percent = Math.abs(headroom) * 100;
  const digits = percent >= 10 ? 0 : percent >= 1 ? 1 : 3;
  const text = Number(percent.toFixed(digits)).toLocaleString('en-GB');
  return `${text}% ${headroom < 0 ? 'beyond' : 'spare'}`;
}

/** A score out of 100 as a whole number; 99.7 is not 100. */
export function scoreText(score: number | undefined): string {
  if (score === undefined) return nothing;
  return String(score < 100 ? Math.min(99, Math.round(score)) : 100);
}

/** An instant as people read a stopwatch: `2:05.3` since the run began. */
export function offsetText(at: number | undefined): string {
  if (at === undefined) return nothing;
  const tenths = Math.round(Math.abs(at) / 100);
  const minutes = Math.floor(tenths / 600);
  const seconds = ((tenths % 600) / 10).toFixed(1).padStart(4, '0');
  return `${at < 0 ? '-' : ''}${minutes}:${seconds}`;
}

/** `12:52:07Z` of an instant. */
export function utcText(unixMs: number): string {
  return Number.isFinite(unixMs) ? `${new Date(unixMs).toISOString().slice(11, 19)}Z` : nothing;
}

/** `2026-11-21 12:52:07 UTC` of an ISO stamp; the stamp itself when it is none. */
export function dateText(iso: string): string {
  const unixMs = Date.parse(iso);
  return Number.isNaN(unixMs) ? iso : `${new Date(unixMs).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

/** One sentence on what the objectives came to: `3 of 4 objectives met, 1 missed.` */
export function objectivesSentence(report: RunReport): string {
  const count = (status: ObjectiveStatus): number => report.slos.filter((slo) => slo.status === status).length;
  if (report.slos.length === 0) return 'No objective was judged.';
  const rest = (['missed', 'unmeasured', 'skipped'] as const).filter((status) => count(status) > 0);
  const others = rest.map((status) => `${count(status)} ${statusWords[status]}`);
  return `${[`${count('met')} of ${report.slos.length} objectives met`, ...others].join(', ')}.`;
}

/** Why the verdict is what it is: the report's reasons, or what the objectives came to. Never empty. */
export function reasonsOf(report: RunReport): readonly string[] {
  return report.reasons.length > 0 ? report.reasons : [objectivesSentence(report)];
}

/** `1 outage`, `2 outages`. */
export function counted(count: number, noun: string): string {
  return `${count.toLocaleString('en-GB')} ${noun}${count === 1 ? '' : 's'}`;
}

function plain(value: number): string {
  return Number(value.toPrecision(4)).toLocaleString('en-GB', { maximumFractionDigits: 3 });
}

function sizeText(bytes: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  const power = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(bytes) / 10));
  return `${plain(bytes / 1024 ** power)} ${units[power] ?? 'B'}`;
}
