import type { Indicator } from '../core/indicator.ts';
import { atText, phasesOf, unmeasured } from './measurement.ts';
import { momentAt, podLives } from './pod-lives.ts';
import { blindAtEnd, blindWindows } from './watch-sight.ts';

/** How many pods waited at once. */
export const podsPendingPeak: Indicator = {
  name: 'pods.pendingPeak',
  summary: 'The most pods that were Pending at one time.',
  definition:
    'The largest number, at any instant of the phases, of watched pods in phase Pending that are not told to end: waiting for a node, an image or a container. ' +
    'A pod that came while the watch was blind counts as Pending up to the state in which it was seen first. Blind to the end: a lower bound.',
  dimension: 'count',
  better: 'lower',
  phases: ['fault', 'recovery'],
  measure: (timeline, phaseNames) => {
    const phases = phasesOf(timeline, phaseNames);
    if ('status' in phases) return phases;
    const lives = podLives(timeline);
    if (lives.length === 0) return unmeasured('no pod was seen');
    const turns = lives.flatMap(({ moments }) => moments.map(({ at }) => at));
    let peak = { pending: 0, at: 0 };
    for (const { startAt, endAt } of phases) {
      for (const at of [startAt, ...turns.filter((turn) => turn > startAt && turn < endAt)]) {
        const pending = lives.filter((pod) => momentAt(pod, at)?.pending === true).length;
        if (pending > peak.pending) peak = { pending, at };
      }
    }
    const endAt = Math.max(...phases.map((phase) => phase.endAt));
    const blind = blindAtEnd(blindWindows(timeline, 'pods'), endAt);
    return {
      status: blind === undefined ? 'measured' : 'censored',
      value: peak.pending,
      samples: lives.length,
      evidence: peak.pending === 0 ? 'no pod was Pending' : `${peak.pending} Pending ${atText(peak.at)}`,
    };
  },
};
