import type { Member } from './member.ts';

/** What a member does not know itself: its file's size and quota in bytes, and when its process began. */
interface Told {
  readonly size: number;
  readonly quota: number;
  readonly startedUnixMs: number;
}

/** Series by etcd's own names. */
export function metricsOf({ health, histograms, raft }: Member, { size, quota, startedUnixMs }: Told): string {
  const { hasLeader, isLeader, leaderChanges } = health();
  return [
    `etcd_server_has_leader ${Number(hasLeader)}`,
    `etcd_server_is_leader ${Number(isLeader)}`,
    `etcd_server_leader_changes_seen_total ${leaderChanges}`,
    `etcd_server_proposals_committed_total ${raft.commit}`,
    `etcd_mvcc_db_total_size_in_bytes ${Math.round(size)}`,
    `etcd_server_quota_backend_bytes ${quota}`,
    `process_start_time_seconds ${startedUnixMs / 1000}`,
    ...histograms(),
    '',
  ].join('\n');
}
