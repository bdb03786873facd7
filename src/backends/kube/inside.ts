import type { NodeLoad, NodeService, Sign, SignedPod } from '../../core/action.ts';
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
}

/** Packets that a node's rules dropped on their way in and out. */
export interface DropCounts {
  readonly in: number;
  readonly out: number;
}

/** Rules of the harness in a node that drop traffic, each set under a tag. Every call rejects when the node cannot be reached. */
interface NodeFirewall {
  /** Puts the rules in force; twice is once. */
  readonly drop: (node: string, tag: string, drop: Drop, signal: AbortSignal) => Promise<void>;
  /** Takes out the rules of a tag, or of every tag; answers with what stays. */
  readonly undrop: (node: string, tag: string | undefined, signal: AbortSignal) => Promise<string>;
  readonly counts: (node: string, tag: string, signal: AbortSignal) => Promise<DropCounts>;
  /** Which sets of rules there are, of any run. */
  readonly rules: (node: string, signal: AbortSignal) => Promise<readonly string[]>;
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
}
