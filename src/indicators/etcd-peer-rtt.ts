import { histogramP99 } from './histogram-p99.ts';

/** How long etcd's members took to reach each other. */
export const etcdPeerRttP99 = histogramP99({
  name: 'etcd.peerRtt.p99',
  summary: 'P99 of the round trip between two etcd members, of the slowest member.',
  definition:
    'Over each member, to all its peers; the slowest counts. A member probes each peer on two ways every 4 s, and notes the smoothed round trip of each way every 30 s, or every 5 s ' +
    'while the peer is away: 8 a minute with two peers, each the weight of some eight probes.',
  component: 'etcd',
  family: 'etcd_network_peer_round_trip_time_seconds',
  groupOf: (instance) => instance,
  leastCount: 10,
});
