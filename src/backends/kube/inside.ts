import type { Path, Reach } from './connect.ts';

/** A pod, by its name and the node that it runs on. */
interface PodPlace {
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

/** What can be done inside a cluster's machines past every network of the cluster: the seam between real nodes and simulated ones. */
export interface Inside {
  /** Tries TCP connections from inside, all at the same time. */
  readonly tryPaths: (paths: readonly Path[], signal: AbortSignal) => Promise<readonly Reach[]>;
  /** Empties the chains that Chaos Mesh made in a pod's network; nothing to empty is fine. */
  readonly clearPodRules: (pod: PodPlace, signal: AbortSignal) => Promise<void>;
  readonly firewall: NodeFirewall;
}
