import type { RunListener } from '../../core/run.ts';
import type { Output } from '../output.ts';

/** Progress for programs: an NDJSON event for each phase and mark. */
export function eventProgress(output: Output, runId: string): RunListener {
  return {
    onPhase: (phase, startAt, plannedEndAt) => output.event({ event: 'phase', runId, phase, startAt, plannedEndAt }),
    onPhaseEnd: (phase) => output.event({ event: 'phaseEnd', runId, ...phase }),
    onMark: (mark) => output.event({ event: 'mark', runId, ...mark }),
  };
}
