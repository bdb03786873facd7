import { bytes, choice, count, number, share, time, toggle } from './param.ts';

// Names and defaults are those of the real flags (Kubernetes 1.33, etcd 3.6, kubeadm, kind); where there is no flag, the source
// is named. What kind-config.yaml states takes the place of a default.

/** How large the cluster is. */
export const shape = {
  zones: count(3, 'Availability zones, named az-a, az-b and so on.', 1),
  controlPlanes: count(3, 'Control-plane nodes, dealt out over the zones in turn.', 1),
  nodesPerZone: count(1, 'Workers in each zone.', 1),
  podsPerNode: count(0, 'Pods of other workloads on each worker, there from the beginning.'),
};

const election = {
  leaderElectLeaseDuration: time(
    '15s',
    'How long a lease counts after it was seen renewed.',
    'leader-elect-lease-duration',
  ),
  leaderElectRenewDeadline: time(
    '10s',
    'A leader that cannot renew for so long gives up and exits.',
    'leader-elect-renew-deadline',
  ),
  leaderElectRetryPeriod: time('2s', 'Time between two looks at the lease.', 'leader-elect-retry-period'),
};

/** Settings by component. */
export const components = {
  network: {
    zoneLatency: time('0.1ms', 'One way between two machines of a zone, median.'),
    crossZoneLatency: time('0.4ms', 'One way between two zones, median.'),
    outsideLatency: time('0.1ms', 'One way between the prober, or the balancer, and a machine, median.'),
    jitter: share('20%', 'How far the latency strays from its median, as a share of it.'),
    loss: share('0%', 'Packets lost on every link; TCP sends them again.'),
    minimumRetransmit: time('200ms', 'First retransmission timeout of TCP (Linux TCP_RTO_MIN); doubles each time.'),
    synRetransmit: time('1s', 'First retransmission of a SYN (RFC 6298); doubles each time.'),
  },
  loadBalancer: {
    flavour: choice(
      ['haproxy', 'envoy'],
      'What kind puts before the apiservers: HAProxy up to 0.31, Envoy from 0.32. The settings below are HAProxy’s; Envoy has those of kind 0.32.',
    ),
    checkInterval: time('2s', 'Time between two health checks of an apiserver.'),
    checkTimeout: time('2s', 'When a health check counts as failed; HAProxy takes the interval.'),
    fall: count(3, 'Failed checks until a server is given up.', 1),
    rise: count(2, 'Good checks until it is taken back.', 1),
    connectTimeout: time('5s', 'When a connection to an apiserver is given up.'),
    idleTimeout: time('50s', 'When a silent connection is cut.'),
  },
  etcd: {
    heartbeatInterval: time('100ms', 'Time between two heartbeats of the leader.', 'heartbeat-interval'),
    electionTimeout: time(
      '1s',
      'Silence after which a follower stands for election; drawn from one to two of it.',
      'election-timeout',
    ),
    preVote: toggle(true, 'A member that rejoins asks before it raises the term.', 'pre-vote'),
    quotaBackend: bytes('2Gi', 'Size of the database at which the NOSPACE alarm is raised.', 'quota-backend-bytes'),
    fsync: time('2ms', 'Writing the log to disk, median.'),
    fsyncTail: time('10ms', 'The same, 99th percentile.'),
    startUp: time('800ms', 'From its process’s start until a member answers.'),
  },
  apiserver: {
    maxRequestsInflight: count(400, 'Reads at a time before 429.', 1),
    maxMutatingRequestsInflight: count(200, 'Writes at a time before 429.', 1),
    requestTimeout: time('60s', 'When a request is given up with 504.', 'request-timeout'),
    defaultNotReadyTolerationSeconds: number(
      300,
      'Given to pods that say nothing.',
      'default-not-ready-toleration-seconds',
    ),
    defaultUnreachableTolerationSeconds: number(
      300,
      'The same for unreachable nodes.',
      'default-unreachable-toleration-seconds',
    ),
    listenAfter: time(
      '100ms',
      'From its process’s start until its port is open; what connects waits for a server behind it (measured: 0.8 s after a kill).',
    ),
    serveAfter: time(
      '1500ms',
      'From its process’s start until it serves, when its etcd member is there (measured: 1.2 s after its port, and 3 s on a busy machine).',
    ),
    authorizedAfter: time(
      '1s',
      'From its serving until it knows its roles: before that it denies (measured: 0.4 to 1.6 s, and 6 s on a busy machine).',
    ),
    startUp: time('4s', 'From its process’s start until readyz is good, when etcd answers.'),
    workers: count(2, 'Requests that are worked on at the very same time: processor cores.', 1),
    readCost: time('0.8ms', 'Processor time of a read, median.'),
    writeCost: time('1.5ms', 'Processor time of a write, median.'),
    handshakeCost: time('2ms', 'Processor time of a TLS handshake, median.'),
    watchCacheReset: time(
      '30s',
      'How long the watch cache asks etcd again before it gives up and closes its watches (k8s.io/apiserver, cacher.go).',
    ),
    etcdRetries: toggle(
      true,
      'What etcd refused is asked again until the request’s time is over (measured: Kubernetes 1.36 does so, 1.33 does not, and ends when it starts without a quorum).',
    ),
  },
  controllerManager: {
    nodeMonitorGracePeriod: time('50s', 'Silence of a node until it is Unknown.', 'node-monitor-grace-period'),
    nodeMonitorPeriod: time('5s', 'Time between two looks at the nodes.', 'node-monitor-period'),
    nodeEvictionRate: number(0.1, 'Nodes of a zone tainted for eviction in a second.', 'node-eviction-rate'),
    secondaryNodeEvictionRate: number(
      0.01,
      'The same in a large zone that is partly down.',
      'secondary-node-eviction-rate',
    ),
    unhealthyZoneThreshold: number(
      0.55,
      'Share of lost nodes from which a zone is partly down.',
      'unhealthy-zone-threshold',
    ),
    largeClusterSizeThreshold: number(50, 'Nodes from which a zone is large.', 'large-cluster-size-threshold'),
    horizontalPodAutoscalerSyncPeriod: time(
      '15s',
      'Time between two looks at the autoscalers.',
      'horizontal-pod-autoscaler-sync-period',
    ),
    horizontalPodAutoscalerDownscaleStabilization: time(
      '5m',
      'How long fewer replicas must have been enough.',
      'horizontal-pod-autoscaler-downscale-stabilization',
    ),
    horizontalPodAutoscalerTolerance: number(
      0.1,
      'How far from its target a metric may be before anything changes.',
      'horizontal-pod-autoscaler-tolerance',
    ),
    horizontalPodAutoscalerCpuInitializationPeriod: time(
      '5m',
      'How long a pod counts as starting, so that its processor time says nothing while it is not Ready.',
      'horizontal-pod-autoscaler-cpu-initialization-period',
    ),
    kubeApiQps: number(20, 'Calls of each controller in a second.', 'kube-api-qps'),
    kubeApiBurst: number(30, 'Calls of each controller at once after a pause.', 'kube-api-burst'),
    terminatedPodGcThreshold: number(12_500, 'Ended pods that are kept.', 'terminated-pod-gc-threshold'),
    ...election,
  },
  scheduler: {
    podInitialBackoff: time('1s', 'First wait of a pod that fits nowhere (podInitialBackoffSeconds).'),
    podMaxBackoff: time('10s', 'Longest such wait (podMaxBackoffSeconds).'),
    ...election,
  },
  kubelet: {
    nodeLeaseRenewInterval: time('10s', 'Time between two renewals of the node’s lease: a quarter of its 40 s.'),
    nodeStatusReportFrequency: time('5m', 'Time between two reports of a status that did not change.'),
    maxContainerRestartPeriod: time('300s', 'Longest wait before a container is started again.'),
    controlPlaneLocalMode: toggle(
      true,
      'A control plane’s kubelet asks its own apiserver (kubeadm, default since 1.33).',
    ),
    sandbox: time('500ms', 'Making a pod’s sandbox and network, median (assumed).'),
    containerStart: time('300ms', 'Starting a container whose image is there, median (assumed).'),
    startUp: time('2s', 'From its process’s start until it works (assumed).'),
    evictionMemoryAvailable: bytes(
      '100Mi',
      'Memory left below which pods are evicted (evictionHard, memory.available).',
    ),
    evictionNodefsAvailable: share('10%', 'Disk left below which pods are evicted (evictionHard, nodefs.available).'),
    evictionPidAvailable: share('0%', 'Process ids left below which pods are evicted (evictionHard, pid.available).'),
    evictionPressureTransitionPeriod: time(
      '5m',
      'How long a node stays under pressure after the last time that it was.',
      'eviction-pressure-transition-period',
    ),
    relistPeriod: time('1s', 'Time between two looks at the container runtime (PLEG).'),
  },
  kubeProxy: {
    minSyncPeriod: time('1s', 'Least time between two writings of the rules.', 'iptables-min-sync-period'),
  },
  dns: {
    timeout: time('5s', 'How long a resolver waits for an answer (resolv.conf, options timeout).'),
    attempts: count(2, 'How often it asks every name server (resolv.conf, options attempts).', 1),
    ndots: count(5, 'Names with fewer dots are looked for in the cluster’s domains first (the kubelet’s resolv.conf).'),
    replicas: count(2, 'Replicas of CoreDNS (kubeadm).', 1),
    spread: toggle(
      false,
      'CoreDNS was restarted since all nodes are there. Else its replicas are where kubeadm and kind leave them: on the first node, which was alone then.',
    ),
  },
  node: {
    cores: count(8, 'Processors of each node.', 1),
    memory: bytes('32Gi', 'Memory of each node.'),
    disk: bytes('100Gi', 'Disk of each node; what the system and its images use counts as not there.'),
    maxPids: count(32_768, 'Process ids of each node (Linux, kernel.pid_max with up to 32 cores).', 1),
    boot: time('5s', 'From power until the node’s services start (assumed).'),
  },
  chaosMesh: {
    replicas: count(3, 'Replicas of chaos-controller-manager.', 1),
  },
};
