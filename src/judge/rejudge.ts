import type { ValidityCheck, Objective } from '../core/objective.ts';
import type { RunReport } from '../core/report.ts';
import type { Timeline } from '../core/timeline.ts';
import { judgementOf } from './judgement.ts';

const steadyStateWords = 'the steady state did not hold before anything was broken: ';

/**
 * A saved run, judged by other objectives: measured anew from its timeline. `declared` are the names of the faults that its
 * scenario declares; undefined where they are not known. What made the saved run doubtful and cannot be found out from the
 * timeline (its steady state, what stopped it, what it left behind) is taken over, so that no doubt is lost.
 */
export function rejudge(
  report: RunReport,
  timeline: Timeline,
  by: { readonly slos: readonly Objective[]; readonly declared: readonly string[] | undefined },
): RunReport {
  const faults = (by.declared ?? timeline.faults.map(({ name }) => name)).map((name) => ({ name }));
  const { harness, leftovers, stoppedBy } = report;
  const parts = judgementOf(
    { timeline, harness, leftovers, stoppedBy, steadyState: steadyStateOf(report) },
    { slos: by.slos, faults },
    report,
  );
  return { ...report, ...parts, ...(by.declared === undefined ? doubtful(report, parts) : {}) };
}

/** Old runs did not save it by itself; their reasons begin with it. */
function steadyStateOf({ steadyState, reasons }: RunReport): readonly string[] {
  return (
    steadyState ??
    reasons.filter((text) => text.startsWith(steadyStateWords)).map((text) => text.slice(steadyStateWords.length))
  );
}

/** Where nobody knows what was declared, the saved check stands: a fault that was never reached must not be forgotten. */
function doubtful(saved: RunReport, parts: Pick<RunReport, 'validity' | 'verdict' | 'reasons'>): Partial<RunReport> {
  const failed = saved.validity.find(({ check, status }) => check === 'faults injected' && status === 'failed');
  if (failed === undefined) return {};
  const validity = parts.validity.map((check): ValidityCheck => (check.check === failed.check ? failed : check));
  if (parts.verdict !== 'pass') return { validity };
  return { validity, verdict: 'inconclusive', reasons: [`${failed.check}: ${failed.detail}`] };
}
