import type { Pod, Workload } from '../objects.ts';
import { isActive, isReady } from './pod-control.ts';

/** How a DaemonSet stands. */
export interface DaemonCounts {
  /** Nodes that a pod is to be on. */
  readonly desired: number;
  /** Those of them that have one, and that have one that is Ready. */
  readonly scheduled: number;
  readonly ready: number;
}

/** A DaemonSet node by node: a change is looked at where it happened, not on thousands of nodes. */
export class DaemonNodes {
  /** What is known of the set was found out with this. */
  readonly spec: Workload['spec'];
  readonly #pods = new Map<string, Set<Pod>>();
  readonly #wanted = new Set<string>();
  readonly #touched = new Set<string>();
  readonly #missing = new Set<string>();
  readonly #scheduled = new Set<string>();
  readonly #ready = new Set<string>();
  readonly #surplus = new Map<string, readonly Pod[]>();

  constructor(spec: Workload['spec'], wanted: Iterable<string>, pods: Iterable<Pod>) {
    this.spec = spec;
    for (const name of wanted) this.wants(name, true);
    for (const pod of pods) this.changed(undefined, pod);
  }

  /** Whether a pod is to be on a node. */
  wants(node: string, isWanted: boolean): void {
    if (isWanted) this.#wanted.add(node);
    else this.#wanted.delete(node);
    this.#touched.add(node);
  }

  /** One of the set's pods came (no `before`), changed, or went (no `after`). */
  changed(before: Pod | undefined, after: Pod | undefined): void {
    if (before !== undefined) {
      const pods = this.#at(targetOf(before));
      pods.delete(before);
      if (pods.size === 0) this.#pods.delete(targetOf(before));
    }
    if (after !== undefined) this.#at(targetOf(after)).add(after);
  }

  /** Nodes that lack a pod. */
  missing(): readonly string[] {
    this.#settle();
    return [...this.#missing];
  }

  /** Pods where there is none to be, those beyond the first, and those that have ended: they make room for the next. */
  surplus(): readonly Pod[] {
    this.#settle();
    return [...this.#surplus.values()].flat();
  }

  counts(): DaemonCounts {
    this.#settle();
    return { desired: this.#wanted.size, scheduled: this.#scheduled.size, ready: this.#ready.size };
  }

  #at(node: string): Set<Pod> {
    this.#touched.add(node);
    const known = this.#pods.get(node);
    if (known !== undefined) return known;
    const none = new Set<Pod>();
    this.#pods.set(node, none);
    return none;
  }

  #settle(): void {
    for (const node of this.#touched) {
      const pods = [...(this.#pods.get(node) ?? [])];
      const isWanted = this.#wanted.has(node);
      keep(this.#missing, node, isWanted && pods.length === 0);
      keep(this.#scheduled, node, isWanted && pods.length > 0);
      keep(this.#ready, node, isWanted && pods.some((pod) => isActive(pod) && isReady(pod)));
      const surplus = [...pods.filter(isActive).slice(isWanted ? 1 : 0), ...pods.filter(hasEnded)];
      if (surplus.length > 0) this.#surplus.set(node, surplus);
      else this.#surplus.delete(node);
    }
    this.#touched.clear();
  }
}

function keep(names: Set<string>, name: string, isIn: boolean): void {
  if (isIn) names.add(name);
  else names.delete(name);
}

function hasEnded({ metadata, status }: Pod): boolean {
  return metadata.deletionTimestamp === undefined && (status?.phase === 'Failed' || status?.phase === 'Succeeded');
}

/** The node that a pod is on, or is made for. */
function targetOf({ spec }: Pod): string {
  return spec.nodeName ?? spec.nodeSelector?.['kubernetes.io/hostname'] ?? '';
}
