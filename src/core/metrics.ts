/** The programs of a cluster that tell of themselves on a page of metrics. */
export type Component = 'kube-apiserver' | 'etcd' | 'kube-scheduler' | 'kube-controller-manager' | 'kubelet';

/** A page of metrics of one instance, or why there is none. */
export type MetricsPage = {
  readonly component: Component;
  /** The node that it runs on. */
  readonly instance: string;
} & ({ readonly text: string } | { readonly error: string });

/** One instance of a component, and how it is asked for its page; rejects when it cannot be. */
export interface MetricsSource {
  readonly component: Component;
  /** The node that it runs on. */
  readonly instance: string;
  readonly page: (signal: AbortSignal) => Promise<string>;
}

/** What is kept of a family of series: its kind, and the labels that series are told apart by; the others are summed over. */
interface Family {
  readonly kind: 'histogram' | 'counter' | 'gauge';
  readonly by: readonly string[];
}

/** When the process began, Unix s: a restart makes every count begin anew. */
export const processStart = 'process_start_time_seconds';

const requests = { kind: 'histogram', by: ['verb', 'group', 'resource', 'subresource', 'scope'] } as const;
const plain = (kind: Family['kind'], ...by: readonly string[]): Family => ({ kind, by });

/** The families that indicators rest on, by the names that Kubernetes and etcd give them. */
export const families: Readonly<Record<Component, Readonly<Record<string, Family>>>> = {
  'kube-apiserver': {
    apiserver_request_sli_duration_seconds: requests,
    apiserver_request_duration_seconds: requests,
    apiserver_current_inflight_requests: plain('gauge', 'request_kind'),
    apiserver_flowcontrol_rejected_requests_total: plain('counter', 'reason'),
    etcd_request_duration_seconds: plain('histogram', 'operation'),
  },
  etcd: {
    etcd_disk_wal_fsync_duration_seconds: plain('histogram'),
    etcd_disk_backend_commit_duration_seconds: plain('histogram'),
    etcd_network_peer_round_trip_time_seconds: plain('histogram', 'To'),
    etcd_mvcc_db_total_size_in_bytes: plain('gauge'),
    etcd_server_quota_backend_bytes: plain('gauge'),
    // Told by /health, not by a series of its own: the backend adds it to the page.
    etcd_alarm: plain('gauge', 'alarm'),
  },
  'kube-scheduler': { scheduler_pending_pods: plain('gauge', 'queue') },
  'kube-controller-manager': { workqueue_depth: plain('gauge', 'name') },
  kubelet: { kubelet_pod_start_sli_duration_seconds: plain('histogram') },
};
