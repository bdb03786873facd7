import { formatDuration } from '../../base/quantity.ts';
import type { AdviceRule } from '../rule.ts';
import { longestElectionMs } from '../settings.ts';
import { heldTo, membersAway, recoveryParts, restOf } from '../trace.ts';

/** So many etcd members away at once that the others cannot elect: no time-out helps, only more members. */
export const quorumRule: AdviceRule = {
  name: 'quorum',
  slis: /^(api\.(recovery|availability|latency\.p\d+)|etcd\.leaderless)$/,
  parts: recoveryParts,
  moves: 'without an etcd leader',
  setting: 'the number of etcd members, and over how many zones they are spread',
  arithmetic: ({ slo, parts, slowest, settings, reasoning }) => {
    const longest = longestElectionMs(settings);
    const { members, away } = membersAway(reasoning);
    const quorum = Math.floor(members / 2) + 1;
    if (!slo.during.includes('fault') || slowest.ms <= longest || members - away >= quorum) return undefined;
    const rest = slo.sli === 'etcd.leaderless' ? 0 : restOf(parts, slowest.name);
    const enough = 2 * away + 1;
    // The leader may have been among those that were lost.
    const then = rest + 2 * settings.electionMs.value;
    return (
      `${formatDuration(slowest.ms)} of ${formatDuration(rest + slowest.ms)} passed without a leader, more than elections take (up to ${formatDuration(longest)}): ` +
      `${away} of ${members} members were away at once, and ${quorum} are a quorum; ${enough} members, of which no ${away + 1} fail together, would have elected another, about ${formatDuration(then)} at most${heldTo(slo, then)}`
    );
  },
  costs: 'Each member is another machine with a fast disk, and every write waits for a larger majority.',
};
