import type { RunReport } from '../core/report.ts';
import type { RunRecord } from '../core/run.ts';
import { verdictOf } from '../scoring/verdict.ts';
import { adviceOn } from '../advice/advise.ts';
import { expectedValues } from '../advice/expected.ts';
import { findReschedules } from '../indicators/reschedules.ts';
import { errorBudgets } from './error-budget.ts';
import { type Judged, judgeTimeline } from './judge-timeline.ts';
import { sloReport } from './slo-report.ts';
import { validityOf } from './validity.ts';

/** What a run is judged from: its record, fresh or read back. */
export type JudgedRecord = Pick<RunRecord, 'timeline' | 'harness' | 'steadyState' | 'stoppedBy' | 'leftovers'>;

/** How the cluster was set, as the run found it. */
export type Settled = Pick<RunReport, 'versions' | 'topology'>;

/** The parts of a report that depend on the objectives. */
export type Judgements = Pick<
  RunReport,
  'slis' | 'slos' | 'budgets' | 'expected' | 'advice' | 'score' | 'verdict' | 'reasons' | 'validity'
>;

/** Measures a record and judges it. Pure: the same record and objectives give the same answer. */
export function judgementOf(record: JudgedRecord, judged: Judged, facts: Settled): Judgements {
  const { timeline, harness, steadyState, stoppedBy, leftovers } = record;
  const { slis, results } = judgeTimeline(timeline, judged);
  const validity = validityOf(timeline, harness, judged, facts.topology);
  const verdict = verdictOf({
    results,
    validity,
    steadyState,
    faults: timeline.faults,
    stoppedBy,
    leftovers,
    ...lostData(slis),
  });
  const slos = results.map((result) => sloReport(result, slis[result.objective.sli]?.unit ?? 'count'));
  const reasoning = { ...facts, timeline, slis, slos, reschedules: findReschedules(timeline) };
  return {
    slis,
    slos,
    ...verdict,
    validity,
    budgets: errorBudgets(timeline),
    expected: expectedValues(reasoning),
    advice: adviceOn(reasoning),
  };
}

/** Acknowledged data that is gone, whatever else became of the run; a lower bound above none is a loss as well. */
function lostData({ 'ledger.lost': ledger }: Judgements['slis']): { readonly lost?: string } {
  return ledger?.value === undefined || ledger.value === 0 ? {} : { lost: ledger.evidence ?? ledger.definition ?? '' };
}
