import type { Experiment, Schedule, Workflow } from 'chaos-mesh-types';
import type { ApiVerb } from './api-verb.ts';
import type { NodeVerb } from './node-verb.ts';
import type { PodIdentity } from './pod-identity.ts';

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

/** An act on a node through the container runtime, which no partition inside the cluster cuts. */
export interface NodeAction {
  readonly kind: 'node';
  readonly node: string;
  readonly verb: NodeVerb;
}

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
