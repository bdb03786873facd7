import type { Experiment, Schedule, Workflow } from 'chaos-mesh-types';

/** A Chaos Mesh object that the harness may apply: what breaks something, now or again and again. */
export type AppliedObject = Experiment | Schedule | Workflow;

/** A container that must have been started anew before a kill counts as done. */
export interface ContainerTarget {
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
  readonly node: string;
  /** Its id before the fault. */
  readonly containerId: string;
  /** How often it had been started anew before the fault. */
  readonly restarts: number;
}

/** One end of a path that a partition must have cut. */
export interface PodTarget {
  readonly namespace: string;
  readonly pod: string;
  readonly ip: string;
  readonly node: string;
  /** A TCP port that it listens on, to prove the cut by. */
  readonly port: number;
}

/** A pod as it was before the fault. */
export interface PodIdentity {
  readonly namespace: string;
  readonly pod: string;
  readonly uid: string;
}

/** Something that can be seen from inside the cluster while a fault holds, and must not be there before it. */
export type Sign =
  /** Programs of these names run in the pod. */
  | { readonly kind: 'processes'; readonly names: readonly string[] }
  /** What answers on the port believes in another time, by about so much. */
  | { readonly kind: 'clock'; readonly port: number; readonly offMs: number }
  /** A request is not answered, is answered so late, or with this status. */
  | {
      readonly kind: 'http';
      readonly port: number;
      readonly path: string;
      readonly expect: 'nothing' | { readonly lateMs: number } | { readonly status: number };
    }
  /** Reading a file fails, or takes so long; `full`: a new file of this name cannot be written. */
  | { readonly kind: 'file'; readonly path: string; readonly expect: 'error' | 'full' | { readonly lateMs: number } }
  /** A name that has an answer has none, or another. */
  | { readonly kind: 'name'; readonly name: string; readonly expect: 'error' | 'other' }
  /** The pod's packets wait in such a queue. */
  | { readonly kind: 'queue'; readonly discipline: 'netem' | 'tbf' };

/** What must be seen, beside Chaos Mesh's own word, before an injection counts as proven. */
export type Proof =
  | { readonly kind: 'containers-replaced'; readonly containers: readonly ContainerTarget[] }
  | { readonly kind: 'pods-cut-off'; readonly from: readonly PodTarget[]; readonly to: readonly PodTarget[] }
  /** The pods are no more; others may have come in their place. */
  | { readonly kind: 'pods-gone'; readonly pods: readonly PodIdentity[] }
  /** The very pods are still there and are not Ready. */
  | { readonly kind: 'pods-unready'; readonly pods: readonly PodIdentity[] }
  /** The sign is seen in each pod. */
  | { readonly kind: 'sign'; readonly sign: Sign; readonly pods: readonly SignedPod[] }
  /** Whatever Chaos Mesh chose, judged by what it says of itself and by what is known of the kind. */
  | { readonly kind: 'own-word' };

/** A pod in which a sign is looked for. */
export interface SignedPod {
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
  readonly node: string;
  readonly ip: string;
}

/**
 * A Chaos Mesh object, applied as it is. `targets` are the record ids (`ns/pod[/container]`) that must be injected: all, and no
 * other; undefined where Chaos Mesh itself chooses.
 */
export interface ChaosMeshAction {
  readonly kind: 'chaos-mesh';
  readonly object: AppliedObject;
  readonly targets: readonly string[] | undefined;
  readonly proof: Proof;
}

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

/** An act on a node through the container runtime, which no partition inside the cluster cuts. */
export interface NodeAction {
  readonly kind: 'node';
  readonly node: string;
  readonly verb: NodeVerb;
}

/** A webhook that must be asked before a pod of the namespace is made, and that nobody serves. */
interface RefuseCreates {
  readonly name: 'refuse-creates';
  /** The configuration's name. */
  readonly webhook: string;
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** A field of an object by which the effect of a change is seen: that it has a value, or at least so much. */
export interface FieldSight {
  readonly path: string;
  /** Keys, joined by dots: `status.readyReplicas`. */
  readonly field: string;
  /** `0` is met by an absent number as well: the API leaves it out. */
  readonly expect: { readonly is: string | number | boolean } | { readonly atLeast: number };
}

/** A JSON merge patch of one object, and the one that takes it back. The object carries the run's mark meanwhile. */
interface PatchObject {
  readonly name: 'patch';
  readonly what: string;
  /** Whose mark the object carries. */
  readonly run: string;
  readonly path: string;
  readonly change: Readonly<Record<string, unknown>>;
  readonly undo: Readonly<Record<string, unknown>>;
  readonly seenBy: FieldSight;
}

/** Asks for the eviction of pods, as `kubectl drain` does, for as long as their disruption budgets refuse. */
interface EvictPods {
  readonly name: 'evict';
  readonly what: string;
  readonly pods: readonly PodIdentity[];
}

/** An object that the run makes, and the path that it has in the API. */
export interface MadeObject {
  readonly path: string;
  readonly object: Readonly<Record<string, unknown>>;
}

/** Makes objects of the run's own and waits until what they ask for is Ready; undone by removing them. */
interface MakeObjects {
  readonly name: 'make';
  readonly what: string;
  readonly objects: readonly MadeObject[];
  readonly seenBy: FieldSight;
}

/** Removes an object that the run itself has made, with all that is in it. */
interface RemoveObject {
  readonly name: 'remove';
  readonly what: string;
  readonly path: string;
}

export type ApiVerb = RefuseCreates | PatchObject | EvictPods | MakeObjects | RemoveObject;

/** The variant of a name. */
export type ApiVerbOf<Name extends ApiVerb['name']> = Extract<ApiVerb, { readonly name: Name }>;

/** An act on the API's own objects, for what neither Chaos Mesh nor a node does. Every verb has its undo. */
export interface ApiAction {
  readonly kind: 'api';
  readonly verb: ApiVerb;
}

export type Action = ChaosMeshAction | NodeAction | ApiAction;

/** Short name of an action for marks, journals and lists. */
export function actionTitle(action: Action): string {
  switch (action.kind) {
    case 'node':
      return `${action.verb.name} on ${action.node}`;
    case 'api':
      return 'what' in action.verb ? action.verb.what : action.verb.name;
    case 'chaos-mesh':
      return `${action.object.kind} ${action.object.metadata.name}`;
  }
}
