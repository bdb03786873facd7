import { formatDuration } from '../base/quantity.ts';
import type { Indicator } from '../core/indicator.ts';
import { ofKind } from '../core/observation-log.ts';
import { endpointStates } from './endpoint-states.ts';
import { counted, phasesOf, unmeasured, within } from './measurement.ts';
import { podLives } from './pod-lives.ts';
import { blindAtEnd, blindWindows } from './watch-sight.ts';

/** How soon services learnt of their pods. */
export const endpointsConvergence: Indicator = {
  name: 'endpoints.convergence',
  summary: 'The longest time from a pod turning Ready, or not, until its service’s endpoints said so.',
  definition:
    'For each pod of a service that turns Ready, or ceases to be (not Ready, told to end, gone) in the phases: the time from the watch of pods showing it to the watch of endpoint ' +
    'slices showing the pod in, or out; the longest. A turn that is taken back before is left out. Never shown: a lower bound up to the end. How soon each node’s proxy follows is not in it.',
  dimension: 'duration',
  better: 'lower',
  phases: ['fault', 'recovery'],
  measure: (timeline, phaseNames) => {
    const phases = phasesOf(timeline, phaseNames);
    if ('status' in phases) return phases;
    if (ofKind(timeline, 'endpoints').length === 0) return unmeasured('no endpoints were seen');
    const states = endpointStates(timeline);
    const lives = podLives(timeline);
    const owners = new Set(lives.filter(({ uid }) => states.everIn.has(uid)).map(({ ownerUid }) => ownerUid));
    const endAt = Math.max(...phases.map((phase) => phase.endAt));
    const untilAt = Math.min(endAt, blindAtEnd(blindWindows(timeline, 'endpointslices'), endAt)?.fromAt ?? endAt);
    const turns = lives
      .filter(({ uid, ownerUid }) => states.everIn.has(uid) || (ownerUid !== undefined && owners.has(ownerUid)))
      .flatMap(({ uid, name, moments }) =>
        moments.flatMap(({ at, ready }, i) => {
          const before = moments[i - 1]?.ready ?? false;
          if (ready === before || !within(phases, at)) return [];
          const next = moments.slice(i + 1).find((later) => later.ready !== ready)?.at ?? Infinity;
          const toldAt = states.since(uid, ready, at);
          if (toldAt === undefined && next < untilAt) return [];
          return [{ name, ready, isOpen: toldAt === undefined, ms: Math.max(0, (toldAt ?? untilAt) - at) }];
        }),
      );
    const [first] = turns;
    if (first === undefined) return unmeasured('no pod of a service turned Ready or ceased to be');
    const longest = turns.reduce((a, b) => (b.ms > a.ms ? b : a), first);
    const open = turns.filter(({ isOpen }) => isOpen);
    const never = open.length === 0 ? '' : `; never shown of ${open.map(({ name }) => name).join(', ')}`;
    return {
      status: open.length > 0 ? 'censored' : 'measured',
      value: longest.ms,
      samples: turns.length,
      evidence: `${counted(turns.length, 'turn')}; ${longest.name} ${longest.ready ? 'in' : 'out'} after ${formatDuration(longest.ms)}${never}`,
    };
  },
};
