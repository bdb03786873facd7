import { formatDuration } from '../../base/quantity.ts';
import type { AdviceRule } from '../rule.ts';
import { recoveryParts, restOf } from '../trace.ts';

/** etcd's shortest election timeout that its documentation takes for sensible with its default heartbeat. */
const defaultMs = 1000;

/** How long followers wait for a leader that is gone. */
export const electionTimeoutRule: AdviceRule = {
  name: 'election-timeout',
  slis: /^(api\.recovery|etcd\.leaderless)$/,
  parts: recoveryParts,
  moves: 'without an etcd leader',
  setting: 'etcd --election-timeout (and --heartbeat-interval, a tenth of it)',
  arithmetic: ({ parts, slowest, settings: { electionMs } }) => {
    if (electionMs.value <= defaultMs) return undefined;
    const rest = restOf(parts, slowest.name);
    return (
      `${formatDuration(slowest.ms)} of ${formatDuration(rest + slowest.ms)} passed without a leader: an election begins after 1 to 2 times ${formatDuration(electionMs.value)}; ` +
      `${formatDuration(defaultMs)} would give ${formatDuration(defaultMs)} to ${formatDuration(2 * defaultMs)}, about ${formatDuration(rest + 2 * defaultMs)} at most`
    );
  },
  costs: 'A slow disk or a busy machine delays heartbeats, and elections come without need; each stops writes.',
};
