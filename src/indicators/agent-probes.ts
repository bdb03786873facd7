import { wilsonInterval } from '../base/percentile.ts';
import type { Indicator, JudgedPhase, Measurement } from '../core/indicator.ts';
import { ofKind } from '../core/observation-log.ts';
import type { AgentObservation } from '../core/observation.ts';
import type { FaultRecord, Phase, Timeline } from '../core/timeline.ts';
import { phasesOf, unmeasured, within } from './measurement.ts';
import { perTimeline } from './per-timeline.ts';

/** Words for definitions. */
export const agentWords =
  'Agents on every node probe once a second each. What is sent from or to a node that a fault itself takes away is left out while it does: that it fails is the fault, not the answer to it.';

type Probes = readonly AgentObservation[] | Extract<Measurement, { status: 'unmeasured' }>;

/** Several indicators look at the probes of one kind in the same phases. */
const foundIn = perTimeline(() => new Map<string, Probes>());

/** The probes of a kind that were due in the phases; unmeasured when there is none, or a node whose agent spoke before was silent in one of them. */
export function agentProbes(
  timeline: Timeline,
  phaseNames: readonly JudgedPhase[],
  target: AgentObservation['target'],
): Probes {
  const found = foundIn(timeline);
  const key = [target, ...phaseNames].join();
  const probes = found.get(key) ?? findProbes(timeline, phaseNames, target);
  found.set(key, probes);
  return probes;
}

function findProbes(
  timeline: Timeline,
  phaseNames: readonly JudgedPhase[],
  target: AgentObservation['target'],
): Probes {
  const phases = phasesOf(timeline, phaseNames);
  if ('status' in phases) return phases;
  const all = ofKind(timeline, 'agent');
  if (all.length === 0) return unmeasured('no agent probed anything');
  const mine = all.filter((one) => one.target === target);
  if (mine.length === 0) return unmeasured(`no agent probed ${words[target]}`);
  const away = awayTimes(timeline);
  const fair = mine.filter((one) => within(phases, one.at) && !isAway(away, one));
  if (fair.length === 0) return unmeasured(`no agent probed ${words[target]} in the phases`);
  const silent = silentNodes(mine, phases, away);
  return silent.length > 0 ? unmeasured(`nothing was fetched from the agents on ${silent.join(', ')}`) : fair;
}

const words: Readonly<Record<AgentObservation['target'], string>> = { peer: 'its peers', api: 'the API', dns: 'DNS' };

interface Time {
  readonly fromAt: number;
  readonly toAt: number;
}

/** When each node was taken away by a fault itself. */
type Away = ReadonlyMap<string, readonly Time[]>;

function awayTimes({ faults }: Timeline): Away {
  const away = new Map<string, Time[]>();
  for (const fault of faults) {
    const time = timeOf(fault);
    if (time === undefined) continue;
    for (const node of fault.disabledNodes) away.set(node, [...(away.get(node) ?? []), time]);
  }
  return away;
}

function timeOf({ injections }: FaultRecord): Time | undefined {
  const from = injections.flatMap(({ appliedAt, injectedAt }) => appliedAt ?? injectedAt ?? []);
  if (from.length === 0) return undefined;
  const to = injections.map(({ healedAt, goneAt }) => healedAt ?? goneAt ?? Infinity);
  // An injection is in force a moment before its applier has answered.
  return { fromAt: Math.min(...from) - leadMs, toAt: Math.max(...to) };
}

const leadMs = 2000;

function isAway(away: Away, { from, to, at }: AgentObservation): boolean {
  const isNow = ({ fromAt, toAt }: Time): boolean => at >= fromAt && at < toAt;
  return [from, to].some((node) => away.get(node ?? '')?.some(isNow));
}

/** Nodes that sent nothing in the last half of a phase in which they were not taken away: their data may be lost with what they saw. */
function silentNodes(mine: readonly AgentObservation[], phases: readonly Phase[], away: Away): readonly string[] {
  const halves = phases
    .map(({ startAt, endAt }) => ({ middle: (startAt + endAt) / 2, endAt }))
    .filter(({ middle, endAt }) => endAt - middle >= shortestMs)
    .map(({ middle, endAt }) => {
      const heard = new Set(mine.filter(({ at }) => at >= middle && at < endAt).map(({ from }) => from));
      return { middle, endAt, heard };
    });
  const nodes = [...new Set(mine.map(({ from }) => from))].sort();
  return nodes.filter((node) =>
    halves.some(({ middle, endAt, heard }) => {
      const wasAway = away.get(node)?.some(({ fromAt, toAt }) => fromAt < endAt && toAt > middle) ?? false;
      return !wasAway && !heard.has(node);
    }),
  );
}

const shortestMs = 5000;

/** What is the same of all indicators of agents. */
export const overFaultAndRecovery = { phases: ['fault', 'recovery'] } as const satisfies Pick<Indicator, 'phases'>;

/** The share of the probes that were answered well; `what` names them: `lookups`. */
export function answeredShare(probes: readonly AgentObservation[], what: string): Measurement {
  const good = probes.filter((one) => one.good).length;
  const errors = [...new Set(probes.flatMap(({ error }) => error ?? []))].join(', ');
  return {
    status: 'measured',
    value: good / probes.length,
    samples: probes.length,
    evidence: `${good} of ${probes.length} ${what} answered${errors && ` (${errors})`}`,
    bounds: wilsonInterval(good, probes.length),
  };
}

/** `az-a → az-b`. */
function pairOf({ fromZone, toZone }: AgentObservation): string {
  return `${fromZone ?? 'no zone'} → ${toZone ?? 'no zone'}`;
}

/** Probes between two zones by their pair. */
export function byPair(probes: readonly AgentObservation[]): ReadonlyMap<string, readonly AgentObservation[]> {
  const pairs = new Map<string, AgentObservation[]>();
  for (const probe of probes) {
    if (probe.fromZone === probe.toZone) continue;
    const pair = pairOf(probe);
    const known = pairs.get(pair);
    if (known === undefined) pairs.set(pair, [probe]);
    else known.push(probe);
  }
  return pairs;
}
