import { formatDuration } from '../base/quantity.ts';
import type { Indicator, Measurement } from '../core/indicator.ts';
import { ofKind } from '../core/observation-log.ts';
import type { NodeObservation } from '../core/observation.ts';
import type { Phase, Timeline } from '../core/timeline.ts';
import { type FaultInstant, faultInstants } from './fault-instant.ts';
import { atText, phasesOf, unmeasured } from './measurement.ts';
import { blindAtEnd, blindWindows, missedIn } from './watch-sight.ts';

/** How soon Kubernetes noticed that nodes were gone. */
export const nodesDetection: Indicator = {
  name: 'nodes.detection',
  summary: 'How long after the fault Kubernetes saw the first of the nodes it took away as not Ready.',
  definition:
    'From the fault to the first of the nodes that it takes away turning from Ready to anything else (False or Unknown), as a watch showed it within the phases; ' +
    'with several such faults the longest. Still Ready at the end of the phases: a lower bound. Unmeasured when no fault takes a node away.',
  dimension: 'duration',
  better: 'lower',
  phases: ['fault'],
  measure: (timeline, phaseNames) => {
    const phases = phasesOf(timeline, phaseNames);
    if ('status' in phases) return phases;
    if (!phases.some(({ name }) => name === 'fault')) return unmeasured('it is measured from the fault on');
    const taking = faultInstants(timeline).filter(({ fault }) => fault.disabledNodes.length > 0);
    // What a fault strikes again is lost already.
    const struck = taking.filter(({ fault }, index) => taking.findIndex((one) => one.fault === fault) === index);
    if (struck.length === 0) return unmeasured('no fault took a node away');
    const found = struck.map((fault) => detection(fault, timeline, phases));
    const none = found.find((one) => one.status === 'unmeasured');
    if (none !== undefined) return none;
    const worst = found.reduce((a, b) => (valueOf(b) > valueOf(a) ? b : a));
    if (worst.status === 'unmeasured') return worst;
    return { ...worst, status: found.some(({ status }) => status === 'censored') ? 'censored' : worst.status };
  },
};

function detection(
  { fault, at, fromAt, toAt }: FaultInstant,
  timeline: Timeline,
  phases: readonly Phase[],
): Measurement {
  const seen = new Map<string, NodeObservation[]>(fault.disabledNodes.map((name) => [name, []]));
  for (const one of ofKind(timeline, 'node')) seen.get(one.name)?.push(one);
  const watched = [...seen].flatMap(([name, found]) => {
    const states = found.sort((a, b) => a.at - b.at);
    return states.findLast((one) => one.at <= fromAt)?.ready === 'True' ? { name, states } : [];
  });
  if (watched.length === 0)
    return unmeasured(`none of ${fault.disabledNodes.join(', ')} was seen Ready before the fault`);
  const windows = blindWindows(timeline, 'nodes');
  const endAt = Math.max(...phases.map((phase) => phase.endAt));
  // A node that was Ready as the watch went blind for good may have been seen as lost the moment after.
  const untilAt = Math.min(endAt, blindAtEnd(windows, endAt)?.fromAt ?? endAt);
  const turns = watched.flatMap(({ name, states }) => {
    const turn = states.find((one) => one.at > fromAt && one.at < endAt && one.ready !== 'True');
    return turn === undefined ? [] : { name, turn };
  });
  const first = turns.sort((a, b) => a.turn.at - b.turn.at)[0];
  const samples = watched.length;
  if (first === undefined) {
    const names = watched.map(({ name }) => name).join(', ');
    const evidence = `${names}: fault ${atText(at)}, still shown as Ready ${atText(untilAt)}`;
    return { status: 'censored', value: Math.max(0, untilAt - at), samples, evidence };
  }
  const value = Math.max(0, first.turn.at - at);
  const earliestAt = missedIn(windows, first.turn.at)?.fromAt ?? first.turn.at;
  return {
    status: 'measured',
    value,
    samples,
    evidence: `${first.name}: fault ${atText(at)}, Ready ${first.turn.ready} ${formatDuration(value)} later`,
    bounds: [Math.max(0, earliestAt - toAt), Math.max(value, first.turn.at - fromAt)],
  };
}

function valueOf(measurement: Measurement): number {
  return measurement.status === 'unmeasured' ? -Infinity : measurement.value;
}
