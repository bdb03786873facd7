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

/** What must be seen, beside Chaos Mesh's own word, before an injection counts as proven. */
export type Proof =
  | { readonly kind: 'containers-replaced'; readonly containers: readonly ContainerTarget[] }
  | { readonly kind: 'pods-cut-off'; readonly from: readonly PodTarget[]; readonly to: readonly PodTarget[] };

/** A Chaos Mesh object, applied as it is. `targets` are the record ids (`ns/pod[/container]`) that must be injected: all, and no other. */
export interface ChaosMeshAction {
  readonly kind: 'chaos-mesh';
  readonly object: AppliedObject;
  readonly targets: readonly string[];
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
}
export type NodeVerb = DropTraffic;

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
export type ApiVerb = RefuseCreates;

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
      return action.verb.name;
    case 'chaos-mesh':
      return `${action.object.kind} ${action.object.metadata.name}`;
  }
}
