import { histogramP99 } from './histogram-p99.ts';

/** How long etcd's database took to commit. */
export const etcdCommitP99 = histogramP99({
  name: 'etcd.commit.p99',
  summary: 'P99 of how long an etcd member took to commit to its database, of the slowest member.',
  definition: 'Over each member; the slowest counts. 25 ms is what is commonly asked of a disk.',
  component: 'etcd',
  family: 'etcd_disk_backend_commit_duration_seconds',
  groupOf: (instance) => instance,
});
