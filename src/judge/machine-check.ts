import { isShort, loadText, meanLoad } from '../core/machine-load.ts';
import type { ValidityCheck } from '../core/objective.ts';
import { ofKind } from '../core/observation-log.ts';
import type { Timeline } from '../core/timeline.ts';
import { judgedPhases, within } from '../indicators/measurement.ts';

/**
 * Whether the machine that probes, which on kind is the cluster’s too, had time for both. A warning at most: lateness tells whether the probes
 * were disturbed, and this whether slow answers may be the machine’s. Nothing to say where time is not real.
 */
export function machineCheck(timeline: Timeline): readonly ValidityCheck[] {
  const phases = judgedPhases(timeline);
  const load = meanLoad(ofKind(timeline, 'machine').filter(({ at }) => within(phases, at)));
  if (load === undefined) return [];
  const short = isShort(load);
  const detail = short ? `${loadText(load)}: slow answers may be its own` : loadText(load);
  return [{ check: 'machine load', status: short ? 'warning' : 'ok', detail }];
}
