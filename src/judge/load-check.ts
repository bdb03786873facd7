import type { ValidityCheck } from '../core/objective.ts';
import { ofKind } from '../core/observation-log.ts';
import { judgedPhases } from '../core/phases.ts';
import type { Timeline } from '../core/timeline.ts';
import { within } from '../indicators/measurement.ts';

/** Whether a load generator sent all that was due: what it dropped was never sent, and is in no figure. Nothing to say without one. */
export function loadCheck(timeline: Timeline): readonly ValidityCheck[] {
  const check = 'load dropped';
  const sent = ofKind(timeline, 'load').length;
  const phases = judgedPhases(timeline);
  const dropped = ofKind(timeline, 'load-dropped')
    .filter(({ at }) => within(phases, at))
    .reduce((sum, { count }) => sum + count, 0);
  if (dropped > 0)
    return [{ check, status: 'failed', detail: `k6 dropped ${dropped} iterations, and sent ${sent} requests` }];
  return sent === 0 ? [] : [{ check, status: 'ok', detail: `k6 sent ${sent} requests and dropped none` }];
}
