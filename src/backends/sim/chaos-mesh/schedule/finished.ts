import type { StoredObject } from '../../store/object.ts';
import type { Experiment } from '../experiment.ts';
import { goDuration } from '../go-duration.ts';
import { holds, type Workflow } from '../workflow/workflow.ts';

/** Actions that are done when they are injected. */
const oneShots: readonly string[] = ['pod-kill', 'container-kill'];

/**
 * Whether a Schedule takes an experiment for finished: nothing of it is left to be done, and its duration, if it has one, is
 * over. One without a duration counts as finished before it has begun (controllers/utils/controller/finished.go of chaos-mesh).
 */
export function isFinished(object: Experiment, unixMs: number): boolean {
  if (object.kind === 'Workflow') return holds((object as StoredObject as Workflow).status, 'Accomplished');
  const { metadata, spec, status } = object;
  const oneShot = oneShots.includes(spec.action);
  const records = status?.experiment?.containerRecords ?? [];
  const done = records.every(({ phase }) => phase === (oneShot ? 'Injected' : 'Not Injected'));
  const durationMs = spec.duration === undefined ? undefined : goDuration(spec.duration);
  if (oneShot || durationMs === undefined) return done;
  return done && Date.parse(metadata.creationTimestamp ?? '') + durationMs <= unixMs;
}
