import { histogramP99 } from './histogram-p99.ts';

/** How long etcd's log took to reach the disk. */
export const etcdFsyncP99 = histogramP99({
  name: 'etcd.fsync.p99',
  summary: 'P99 of how long an etcd member took to write its log to disk, of the slowest member.',
  definition: 'Over each member; the slowest counts. 10 ms is what is commonly asked of a disk.',
  component: 'etcd',
  family: 'etcd_disk_wal_fsync_duration_seconds',
  groupOf: (instance) => instance,
});
