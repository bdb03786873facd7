import type { ClusterFacts } from '../core/cluster.ts';
import type { ValidityCheck } from '../core/objective.ts';
import type { HarnessRecord } from '../core/run.ts';
import type { Timeline } from '../core/timeline.ts';
import type { Judged } from './judge-timeline.ts';
import { earlierRestartsCheck } from './earlier-restarts-check.ts';
import { loadCheck } from './load-check.ts';
import { latenessCheck } from './lateness-check.ts';
import { machineCheck } from './machine-check.ts';
import { askedRightCheck, clockCheck, controlCheck, coverageCheck, sentCheck } from './request-checks.ts';
import { baselineCheck, baselineLengthCheck, injectionCheck, sightCheck } from './run-checks.ts';

/** Whether the numbers of a run may be believed: every check that its record allows. One that failed makes the run inconclusive. */
export function validityOf(
  timeline: Timeline,
  harness: HarnessRecord,
  scenario: Judged,
  topology: ClusterFacts['topology'],
): readonly ValidityCheck[] {
  return [
    injectionCheck(timeline.faults, scenario.faults),
    baselineCheck(timeline),
    baselineLengthCheck(timeline, scenario.slos),
    controlCheck(timeline),
    latenessCheck(timeline),
    sentCheck(timeline, harness),
    coverageCheck(timeline),
    askedRightCheck(timeline),
    sightCheck(timeline),
    clockCheck(timeline, harness),
    ...loadCheck(timeline),
    ...machineCheck(timeline),
    ...earlierRestartsCheck(timeline, topology),
  ];
}
