import type { Clock } from '../base/clock.ts';
import { messageOf } from '../core/errors.ts';
import type { Observation } from '../core/observation.ts';
import type { RunListener } from '../core/run.ts';
import type { Mark, Phase, PhaseName } from '../core/timeline.ts';
import type { Archive } from './archive.ts';

/** Writes the timeline while the run goes on, puts observations away, and tells the listener. */
export interface Recorder {
  readonly marks: readonly Mark[];
  readonly phases: readonly Phase[];
  /** How many requests were observed. */
  readonly requests: () => number;
  /** Calls `take` with each observation from now on, until the returned function is called. */
  readonly follow: (take: (observation: Observation) => void) => () => void;
  readonly mark: (kind: Mark['kind'], text: string) => void;
  /** Ignored once the recorder is closed. */
  readonly observe: (observation: Observation) => void;
  /** Begins a phase, by default now; the returned function ends it, by default now. */
  readonly phase: (name: PhaseName, plannedMs?: number, startAt?: number) => () => Phase;
  /** No observation that comes later counts. */
  readonly close: () => void;
}

/** An empty timeline on `clock`, whose observations go to `archive`. */
export function recorder(clock: Clock, listener: RunListener, archive: Archive): Recorder {
  const marks: Mark[] = [];
  const phases: Phase[] = [];
  const followers = new Set<(observation: Observation) => void>();
  let requests = 0;
  let open = true;
  let audience: RunListener | undefined = listener;

  const tell = (call: (listener: RunListener) => void): void => {
    if (audience === undefined) return;
    try {
      call(audience);
    } catch (error) {
      audience = undefined;
      marks.push({ at: clock.now(), kind: 'problem', text: `a listener failed and was dropped: ${messageOf(error)}` });
    }
  };
  const mark = (kind: Mark['kind'], text: string): void => {
    const made: Mark = { at: clock.now(), kind, text };
    marks.push(made);
    tell((to) => to.onMark?.(made));
  };
  const observe = (observation: Observation): void => {
    if (!open) return;
    archive.add(observation);
    if (observation.kind === 'request') requests += 1;
    for (const take of followers) take(observation);
    tell((to) => to.onObservation?.(observation));
  };
  const phase: Recorder['phase'] = (name, plannedMs, startAt = clock.now()) => {
    tell((to) => to.onPhase?.(name, startAt, plannedMs === undefined ? undefined : startAt + plannedMs));
    mark('phase', name);
    return () => {
      const made: Phase = { name, startAt, endAt: clock.now() };
      phases.push(made);
      tell((to) => to.onPhaseEnd?.(made));
      return made;
    };
  };
  const follow: Recorder['follow'] = (take) => {
    followers.add(take);
    return () => void followers.delete(take);
  };
  return {
    marks,
    phases,
    requests: () => requests,
    follow,
    mark,
    observe,
    phase,
    close: () => void (open = false),
  };
}
