/** A container as the API showed it; `containerId` changes when it is started anew. */
export interface ContainerState {
  readonly name: string;
  readonly containerId: string;
  readonly ready: boolean;
  readonly restarts: number;
  /** TCP ports that the pod template declares. */
  readonly ports: readonly number[];
}

export interface PodState {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  readonly node: string | undefined;
  readonly ip: string | undefined;
  readonly labels: Readonly<Record<string, string>>;
  readonly owner: { readonly kind: string; readonly name: string; readonly uid: string } | undefined;
  readonly hostNetwork: boolean;
  /** True for the API's image of a static pod: deleting it does not touch the process. */
  readonly mirror: boolean;
  readonly ready: boolean;
  readonly terminating: boolean;
  readonly containers: readonly ContainerState[];
}

export interface NodeState {
  readonly name: string;
  readonly zone: string | undefined;
  readonly labels: Readonly<Record<string, string>>;
  readonly controlPlane: boolean;
  /** The node's own address. */
  readonly address: string;
  /** Address ranges of the node's pods. */
  readonly podCidrs: readonly string[];
  readonly ready: boolean;
  readonly schedulable: boolean;
}

/** What keeps pods running, as the API showed it. */
export interface OwnerState {
  readonly kind: 'Deployment' | 'StatefulSet' | 'DaemonSet';
  readonly namespace: string;
  readonly name: string;
  /** How many it is to keep; undefined of a DaemonSet. */
  readonly replicas: number | undefined;
  /** How it replaces pods, exactly as it is stored. */
  readonly strategy: Readonly<Record<string, unknown>> | undefined;
  /** The containers of its pod template, exactly as they are stored. */
  readonly containers: readonly StoredContainer[];
  /** The labels of its pods. */
  readonly podLabels: Readonly<Record<string, string>>;
}

/** A container of a template: what is named here is there, and all else is kept as it is. */
export interface StoredContainer {
  readonly name: string;
  readonly image?: string;
  readonly [field: string]: unknown;
}

/** A cluster at one moment: what faults draw their targets from. */
export interface ClusterState {
  readonly nodes: readonly NodeState[];
  readonly pods: readonly PodState[];
  /** Deployments, StatefulSets and DaemonSets of all namespaces. */
  readonly owners: readonly OwnerState[];
  /** The balancer before the apiservers, where there is one. */
  readonly loadBalancer: { readonly name: string; readonly address: string } | undefined;
  /** The node whose etcd member leads; undefined when none does or nobody could say. */
  readonly etcdLeader: string | undefined;
  /** The nodes whose scheduler and controller-manager lead; absent when none does. */
  readonly leaders: Readonly<Partial<Record<'kube-scheduler' | 'kube-controller-manager', string>>>;
  /** Where the scenario's workload lives. */
  readonly workloadNamespace: string;
}
