import { wrong } from './indicator-mutant.ts';
import type { Mutant } from './mutant.ts';

/** Each breaks a definition of an indicator of zones, or of the workload's own traffic. */
export const dataPlaneMutants: readonly Mutant[] = [
  wrong(
    'probes of a node that the fault itself takes away',
    'agent-probes',
    ['within(phases, one.at) && !isAway(away, one)', 'within(phases, one.at)'],
    'zones',
  ),
  wrong(
    'the best pair of zones',
    'zones-reachability',
    ['(b.share < a.share ? b : a)', '(b.share > a.share ? b : a)'],
    'zones',
  ),
  wrong('a lookup that failed as quick', 'agent-latency', ['good ? ms : Math.max(ms, agentTimeoutMs)', 'ms'], 'zones'),
  wrong(
    'entries through a lost node as the workload’s',
    'traffic',
    ['target.node === undefined || !disabled.has(target.node)', 'target.node !== null'],
    'traffic',
  ),
];
