import type { RunReport } from '../core/report.ts';
import type { RunRecord } from '../core/run.ts';
import { verdictOf } from '../scoring/verdict.ts';
import { errorBudgets } from './error-budget.ts';
import { type Judged, judgeTimeline } from './judge-timeline.ts';
import { sloReport } from './slo-report.ts';
import { validityOf } from './validity.ts';

/** What a run is judged from: its record, fresh or read back. */
export type JudgedRecord = Pick<RunRecord, 'timeline' | 'harness' | 'steadyState' | 'stoppedBy' | 'leftovers'>;

/** The parts of a report that depend on the objectives. */
export type Judgements = Pick<RunReport, 'slis' | 'slos' | 'budgets' | 'score' | 'verdict' | 'reasons' | 'validity'>;

/** Measures a record and judges it. Pure: the same record and objectives give the same answer. */
export function judgementOf(record: JudgedRecord, judged: Judged): Judgements {
  const { timeline, harness, steadyState, stoppedBy, leftovers } = record;
  const { slis, results } = judgeTimeline(timeline, judged);
  const validity = validityOf(timeline, harness, judged);
  const verdict = verdictOf({ results, validity, steadyState, faults: timeline.faults, stoppedBy, leftovers });
  return { slis, slos: results.map(sloReport), ...verdict, validity, budgets: errorBudgets(timeline) };
}
