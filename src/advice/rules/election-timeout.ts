import { formatDuration } from '../../base/quantity.ts';
import type { AdviceRule } from '../rule.ts';
import { longestElectionMs } from '../settings.ts';
import { heldTo, recoveryParts, restOf } from '../trace.ts';

/** etcd's shortest election timeout that its documentation takes for sensible with its default heartbeat. */
const defaultMs = 1000;

/** How long followers wait for a leader that is gone. */
export const electionTimeoutRule: AdviceRule = {
  name: 'election-timeout',
  slis: /^(api\.(recovery|availability|latency\.p\d+)|etcd\.leaderless)$/,
  parts: recoveryParts,
  moves: 'without an etcd leader',
  setting: 'etcd --election-timeout (and --heartbeat-interval, a tenth of it)',
  arithmetic: ({ slo, parts, slowest, settings }) => {
    const { electionMs } = settings;
    // What lasted longer was no election: there was no quorum to hold one.
    const decides = slowest.ms <= longestElectionMs(settings) && slo.during.includes('fault');
    if (electionMs.value <= defaultMs || !decides) return undefined;
    const rest = slo.sli === 'etcd.leaderless' ? 0 : restOf(parts, slowest.name);
    return (
      `${formatDuration(slowest.ms)} of ${formatDuration(rest + slowest.ms)} passed without a leader: an election begins after 1 to 2 times ${formatDuration(electionMs.value)}; ` +
      `${formatDuration(defaultMs)} would give ${formatDuration(defaultMs)} to ${formatDuration(2 * defaultMs)}, about ${formatDuration(rest + 2 * defaultMs)} at most${heldTo(slo, rest + 2 * defaultMs)}`
    );
  },
  costs: 'A slow disk or a busy machine delays heartbeats, and elections come without need; each stops writes.',
};
