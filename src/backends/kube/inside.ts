import type { Sign, SignedPod } from '../../core/action.ts';
import type { Component, EtcdPeer, NodeLoad, NodeService } from '../../core/node-verb.ts';
import type { Path, Reach } from './connect.ts';

/** What was seen of a sign. */
export interface SignSeen {
  readonly there: boolean;
  readonly detail: string;
}

/** A pod, by its name and the node that it runs on. */
export interface PodPlace {
  readonly node: string;
  readonly namespace: string;
  readonly name: string;
}

/** What a node is to drop: all traffic to and from the ranges, and to and from whatever the names resolve to. */
export interface Drop {
  readonly ranges: readonly string[];
  readonly names: readonly string[];
  /** Default: both. */
  readonly direction?: 'in' | 'out' | 'both';
  /** Only these TCP ports, at either end; default: everything. */
  readonly ports?: readonly number[];
}

/** Packets that a node's rules dropped on their way in and out. */
export interface DropCounts {
  readonly in: number;
  readonly out: number;
}

/** Rules of the harness in a node that drop traffic, each set under a tag. Every call rejects when the node cannot be reached. */
export interface NodeFirewall {
  /** Puts the rules in force; twice is once. */
  readonly drop: (node: string, tag: string, drop: Drop, signal: AbortSignal) => Promise<void>;
  /** Takes out the rules of a tag, or of every tag; answers with what stays. */
  readonly undrop: (node: string, tag: string | undefined, signal: AbortSignal) => Promise<string>;
  readonly counts: (node: string, tag: string, signal: AbortSignal) => Promise<DropCounts>;
  /** Which sets of rules there are, of any run. */
  readonly rules: (node: string, signal: AbortSignal) => Promise<readonly string[]>;
  /** Whether the node gives way to the others meanwhile; undefined where nodes do not share processors. */
  readonly givesWay?: (node: string, signal: AbortSignal) => Promise<boolean>;
}

/** The services that a node's init system runs. Every call rejects when the node cannot be reached. */
export interface NodeServices {
  readonly stop: (node: string, service: NodeService, signal: AbortSignal) => Promise<void>;
  /** Starting what runs is fine. */
  readonly start: (node: string, service: NodeService, signal: AbortSignal) => Promise<void>;
  readonly kill: (node: string, service: NodeService, signal: AbortSignal) => Promise<void>;
  /** Its main process; undefined while it does not run. */
  readonly process: (node: string, service: NodeService, signal: AbortSignal) => Promise<string | undefined>;
}

/** Programs of the harness that use a node up, each under a tag. Every call rejects when the node cannot be reached. */
export interface NodeStrains {
  /** Twice is once; it ends by itself when its time is over. */
  readonly begin: (
    node: string,
    tag: string,
    strain: { readonly load: NodeLoad; readonly forMs: number },
    signal: AbortSignal,
  ) => Promise<void>;
  /** How much of it is there, in the load's own unit: workers, bytes, process ids; of room, the share of the disk that is free. */
  readonly amount: (node: string, tag: string, load: NodeLoad, signal: AbortSignal) => Promise<number>;
  /** Ends the one of a tag, or all; answers with what stays. */
  readonly end: (node: string, tag: string | undefined, signal: AbortSignal) => Promise<string>;
}

/** A request to send from a node. */
export interface Call {
  readonly node: string;
  readonly url: string;
  /** Whether the server's certificate must hold before the cluster's own authority; default: no. */
  readonly verify?: boolean;
}

/** How a request ended. Any status is an answer; `silent`: nothing within 2 s; `untrusted`: the certificate does not hold. */
export type Heard = 'answered' | 'refused' | 'silent' | 'untrusted' | 'unknown';

/** A component's container in a node. */
export interface ComponentSight {
  /** Undefined while none runs. */
  readonly id: string | undefined;
  /** Whether its process has been stopped by a signal. */
  readonly suspended: boolean;
  /** Whether its manifest is where the kubelet looks. */
  readonly listed: boolean;
  /** Whether one was moved away by the harness. */
  readonly aside: boolean;
}

/** The components that run as static pods. Every call rejects when the node cannot be reached. */
export interface Components {
  readonly look: (node: string, component: Component, signal: AbortSignal) => Promise<ComponentSight>;
  readonly suspend: (node: string, component: Component, signal: AbortSignal) => Promise<void>;
  /** Lets every process of it go on that stands still. */
  readonly resume: (node: string, component: Component, signal: AbortSignal) => Promise<void>;
  readonly terminate: (node: string, component: Component, signal: AbortSignal) => Promise<void>;
  readonly kill: (node: string, component: Component, signal: AbortSignal) => Promise<void>;
  /** Moves its manifest out of the kubelet's sight, and back; what is there already stays. */
  readonly unlist: (node: string, component: Component, signal: AbortSignal) => Promise<void>;
  readonly relist: (node: string, component: Component, signal: AbortSignal) => Promise<void>;
}

/** The machines themselves, nodes and balancer. */
export interface Machines {
  readonly state: (name: string, signal: AbortSignal) => Promise<'running' | 'paused' | 'off'>;
  readonly pause: (name: string, signal: AbortSignal) => Promise<void>;
  readonly unpause: (name: string, signal: AbortSignal) => Promise<void>;
  readonly kill: (name: string, signal: AbortSignal) => Promise<void>;
  readonly start: (name: string, signal: AbortSignal) => Promise<void>;
}

/** The balancer before the apiservers. */
export interface BalancerAdmin {
  readonly drain: (balancer: string, server: string, address: string, signal: AbortSignal) => Promise<void>;
  /** Takes every server back that was drained. */
  readonly restore: (balancer: string, signal: AbortSignal) => Promise<void>;
  readonly isDrained: (balancer: string, signal: AbortSignal) => Promise<boolean>;
  /** Opens connections to the balancer and counts at which of the servers they arrive. */
  readonly spread: (
    balancer: { readonly name: string; readonly address: string },
    servers: readonly { readonly node: string; readonly address: string }[],
    signal: AbortSignal,
  ) => Promise<readonly number[]>;
}

/** A program of the harness in a node. It ends by itself when its time is over. */
export type Job =
  | { readonly kind: 'flood'; readonly address: string; readonly ratePerSecond: number; readonly forMs: number }
  | { readonly kind: 'sync-writes'; readonly writers: number; readonly forMs: number };

/** Programs of the harness in a node, by their tags. */
export interface Jobs {
  readonly start: (node: string, tag: string, job: Job, signal: AbortSignal) => Promise<void>;
  /** Ends the one of the tag, or all. */
  readonly stop: (node: string, tag: string | undefined, signal: AbortSignal) => Promise<void>;
  readonly running: (node: string, signal: AbortSignal) => Promise<readonly string[]>;
  /** How many requests of a flood were answered so far. */
  readonly sent: (node: string, tag: string, signal: AbortSignal) => Promise<number>;
}

/** What operators do to etcd, at the member of a node. */
export interface EtcdAdmin {
  readonly raiseNoSpace: (node: string, signal: AbortSignal) => Promise<void>;
  /** Takes every alarm back. */
  readonly disarm: (node: string, signal: AbortSignal) => Promise<void>;
  /** Gives the free pages of the member's file back to its disk. */
  readonly defragment: (node: string, signal: AbortSignal) => Promise<void>;
  readonly alarms: (node: string, signal: AbortSignal) => Promise<readonly string[]>;
  /** Tries to write a key: `undefined` when it was taken, else what the member said. */
  readonly tryWrite: (node: string, signal: AbortSignal) => Promise<string | undefined>;
  /** How many syncs of the log there have been, and how long they took together, in seconds. */
  readonly syncs: (node: string, signal: AbortSignal) => Promise<{ readonly count: number; readonly seconds: number }>;
  /** The members' nodes by their ids, as this one knows them. */
  readonly members: (node: string, signal: AbortSignal) => Promise<ReadonlyMap<string, string>>;
  readonly remove: (node: string, id: string, signal: AbortSignal) => Promise<void>;
  readonly add: (node: string, peer: EtcdPeer, signal: AbortSignal) => Promise<void>;
  /** Takes the member's data away, and has it join what is there when it starts. Its container must not run. */
  readonly wipe: (node: string, members: readonly EtcdPeer[], signal: AbortSignal) => Promise<void>;
  /** Saves a snapshot on the node, and says how many keys are in it and a hash of all of them and their values. */
  readonly save: (node: string, signal: AbortSignal) => Promise<Snapshot>;
  /** Takes every member's data away and puts the snapshot of `from` in its place. No container of etcd may run. */
  readonly restore: (from: string, members: readonly EtcdPeer[], signal: AbortSignal) => Promise<void>;
  /** Puts the data back that a restore that was broken off had taken away; nothing to put back is fine. */
  readonly putBack: (node: string, signal: AbortSignal) => Promise<void>;
  /** The same figures of what the member has now. */
  readonly digest: (node: string, signal: AbortSignal) => Promise<Snapshot>;
  /** Removes what a drill left on the node's disk. */
  readonly tidy: (node: string, signal: AbortSignal) => Promise<void>;
}

/** All keys of a database in two figures. */
export interface Snapshot {
  readonly keys: number;
  readonly hash: string;
}

/** The certificates that apiservers serve. */
export interface Certificates {
  readonly expire: (node: string, signal: AbortSignal) => Promise<void>;
  readonly restore: (node: string, signal: AbortSignal) => Promise<void>;
  /** Whether one that was good is kept aside. */
  readonly isSwapped: (node: string, signal: AbortSignal) => Promise<boolean>;
}

/** Queues that hold packets back. */
export interface Delays {
  readonly set: (
    node: string,
    tag: string,
    delay: {
      readonly addresses: readonly string[];
      readonly ports: readonly number[];
      readonly delayMs: number;
      readonly jitterMs: number;
    },
    signal: AbortSignal,
  ) => Promise<void>;
  readonly clear: (node: string, signal: AbortSignal) => Promise<void>;
  readonly isSet: (node: string, signal: AbortSignal) => Promise<boolean>;
  /** How long a connection to the place takes, in ms; undefined when it is not made. */
  readonly connectMs: (path: Path, signal: AbortSignal) => Promise<number | undefined>;
}

/** What can be done inside a cluster's machines past every network of the cluster: the seam between real nodes and simulated ones. */
export interface Inside {
  /** Tries TCP connections from inside, all at the same time. */
  readonly tryPaths: (paths: readonly Path[], signal: AbortSignal) => Promise<readonly Reach[]>;
  /** Takes the rules and queues out that Chaos Mesh put into a pod's network; nothing to take out is fine. */
  readonly clearPodRules: (pod: PodPlace, signal: AbortSignal) => Promise<void>;
  readonly firewall: NodeFirewall;
  readonly services: NodeServices;
  readonly strains: NodeStrains;
  /** Restarts a machine; resolves when it is up. */
  readonly reboot: (node: string, signal: AbortSignal) => Promise<void>;
  /** Since when a machine has been up, in a number that only grows from one boot to the next. */
  readonly bootedAt: (node: string, signal: AbortSignal) => Promise<number>;
  /** Looks for a sign in a pod, once. Rejects when the pod cannot be looked into. */
  readonly lookFor: (sign: Sign, pod: SignedPod, signal: AbortSignal) => Promise<SignSeen>;
  /** What any run left in a node that runs, in words that follow "left": `rules that drop traffic`. */
  readonly traces: (node: string, signal: AbortSignal) => Promise<readonly string[]>;
  /** Sends requests from inside, all at the same time. */
  readonly ask: (calls: readonly Call[], signal: AbortSignal) => Promise<readonly Heard[]>;
  readonly components: Components;
  readonly machines: Machines;
  readonly balancer: BalancerAdmin;
  readonly jobs: Jobs;
  readonly etcd: EtcdAdmin;
  readonly certificates: Certificates;
  readonly delays: Delays;
}
