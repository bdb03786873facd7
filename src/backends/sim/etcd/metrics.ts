import type { Member } from './member.ts';

/** Series by etcd's own names. */
export function metricsOf({ health, fsyncs, raft }: Member, sizeBytes: number): string {
  const { hasLeader, isLeader, leaderChanges } = health();
  return [
    `etcd_server_has_leader ${Number(hasLeader)}`,
    `etcd_server_is_leader ${Number(isLeader)}`,
    `etcd_server_leader_changes_seen_total ${leaderChanges}`,
    `etcd_server_proposals_committed_total ${raft.commit}`,
    `etcd_mvcc_db_total_size_in_bytes ${Math.round(sizeBytes)}`,
    ...fsyncs.lines('etcd_disk_wal_fsync_duration_seconds', ''),
    '',
  ].join('\n');
}
