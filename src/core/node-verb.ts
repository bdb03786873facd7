/** A machine that a cut-off node must no longer reach. */
export interface Peer {
  readonly name: string;
  readonly address: string;
  /** What listens there, to prove the cut by; undefined: not probed. */
  readonly port?: number;
  /** Address ranges of the pods behind it. */
  readonly cidrs: readonly string[];
}

/** What is done in a node, where Chaos Mesh cannot. Every verb has its undo. */
interface DropTraffic {
  readonly name: 'drop-traffic';
  readonly peers: readonly Peer[];
  /** What comes from the peers, what goes to them, or (default) both. */
  readonly direction?: 'in' | 'out' | 'both';
  /** Only what comes from or goes to these TCP ports; default: everything. */
  readonly ports?: readonly number[];
}

/** Stops a service of the node until it is started again; containers run on. */
interface StopService {
  readonly name: 'stop-service';
  readonly service: NodeService;
}

/** Kills the process of a service, which the node’s init system starts again. Leaves nothing to be undone. */
interface KillService {
  readonly name: 'kill-service';
  readonly service: NodeService;
}

/** A service that the init system of a node keeps running. */
export type NodeService = 'kubelet' | 'containerd';

/** Uses up something that the node has only so much of; bounded in time. */
interface StrainNode {
  readonly name: 'strain';
  readonly load: NodeLoad;
  readonly forMs: number;
}

/** What is used up: processors, memory, the disk’s time, its room, or process ids. */
export type NodeLoad =
  | { readonly kind: 'cpu'; readonly workers: number }
  | { readonly kind: 'memory'; readonly bytes: number }
  | { readonly kind: 'disk-writes'; readonly workers: number }
  /** Until no more than this share of the disk is free. */
  | { readonly kind: 'disk-room'; readonly leave: number }
  | { readonly kind: 'pids'; readonly count: number };

/** Restarts the machine; done when it is up again. */
interface RebootMachine {
  readonly name: 'reboot-machine';
}

/** A program of the control plane that runs as a static pod. */
export type Component = 'kube-apiserver' | 'etcd' | 'kube-scheduler' | 'kube-controller-manager';

/** Stops the process without ending it (SIGSTOP): its kernel still takes connections, and nobody answers them. */
interface SuspendComponent {
  readonly name: 'suspend-component';
  readonly component: Component;
}

/** Moves the manifest away, so that the kubelet ends the container and starts none. */
interface StopComponent {
  readonly name: 'stop-component';
  readonly component: Component;
}

/** Asks the process to end and waits until its successor answers. Leaves nothing to be undone. */
interface RestartComponent {
  readonly name: 'restart-component';
  readonly component: Component;
}

/** Freezes every process of the machine. */
interface PauseMachine {
  readonly name: 'pause-machine';
}

/** Ends the machine at once, as a lost power supply does; undone by starting it. */
interface KillMachine {
  readonly name: 'kill-machine';
  /** A port that it answers on. */
  readonly port: number;
}

/** Takes a server out of a balancer's rotation; connections that stand are kept. The node is the balancer. */
interface DrainServer {
  readonly name: 'drain-server';
  readonly server: string;
  readonly address: string;
}

/** Lists all pods again and again at one apiserver, from a node, bounded in rate and time. */
interface FloodApi {
  readonly name: 'flood-api';
  readonly address: string;
  readonly ratePerSecond: number;
  readonly forMs: number;
}

/** Programs that write and sync without pause, on the disk that etcd writes its log to; bounded in time. */
interface CrowdDisk {
  readonly name: 'crowd-disk';
  readonly writers: number;
  /** From so many times the usual time of a sync on, it counts as slow. */
  readonly slowdown: number;
  readonly forMs: number;
}

/** Raises etcd's alarm for a database that has reached its quota. */
interface RaiseNoSpace {
  readonly name: 'raise-no-space';
  /** Nodes whose members are defragmented when it is undone. */
  readonly members: readonly string[];
}

/** Has the apiserver serve a certificate that has expired. */
interface ExpireCertificate {
  readonly name: 'expire-certificate';
}

/** Holds back what goes to the peers' addresses. Needs sch_netem. */
interface DelayTraffic {
  readonly name: 'delay-traffic';
  readonly peers: readonly Peer[];
  readonly delayMs: number;
  readonly jitterMs: number;
  /** Only what comes from or goes to these TCP ports; default: everything. */
  readonly ports?: readonly number[];
}

/** A member of etcd as its peers know it. */
export interface EtcdPeer {
  readonly node: string;
  readonly address: string;
}

/** Removes the member from the cluster, wipes its disk, and adds it again. Undone when it is a member that has caught up. */
interface ReplaceMember {
  readonly name: 'replace-member';
  /** A member that stays, to ask. */
  readonly through: EtcdPeer;
  readonly member: EtcdPeer;
}

/**
 * Saves a snapshot, wipes every member, restores them from it, and compares the keys. The node is the one whose snapshot it is.
 * Undone when every member and apiserver runs on a complete database.
 */
interface RestoreEtcd {
  readonly name: 'restore-etcd';
  readonly members: readonly EtcdPeer[];
}

export type NodeVerb =
  | DropTraffic
  | SuspendComponent
  | StopComponent
  | RestartComponent
  | PauseMachine
  | KillMachine
  | DrainServer
  | FloodApi
  | CrowdDisk
  | RaiseNoSpace
  | ExpireCertificate
  | DelayTraffic
  | ReplaceMember
  | RestoreEtcd
  | StopService
  | KillService
  | StrainNode
  | RebootMachine;

/** The variant of a name. */
export type NodeVerbOf<Name extends NodeVerb['name']> = Extract<NodeVerb, { readonly name: Name }>;
