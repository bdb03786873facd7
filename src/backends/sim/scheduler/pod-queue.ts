import type { ClusterParams } from '../../../core/cluster-params/index.ts';
import type { Process } from '../engine/process.ts';

/** How many pods wait: for their turn, for the end of a back-off, for something that helps. */
export type Waiting = () => { readonly active: number; readonly backoff: number; readonly unschedulable: number };

/** Pods that wait for a node, by their keys. */
export interface PodQueue {
  /** Its turn comes. */
  readonly add: (key: string) => void;
  /** Something went wrong: its turn comes after its back-off, which doubles. */
  readonly retry: (key: string) => void;
  /** It fits nowhere: until something changes that may help, or long enough. */
  readonly park: (key: string) => void;
  /** Something changed that may make room: those that wait for it are tried again, each after its back-off. */
  readonly stir: () => void;
  /** It has a node: the next time it would wait as briefly as at first. */
  readonly settled: (key: string) => void;
  readonly remove: (key: string) => void;
  readonly waiting: Waiting;
}

export interface PodQueueOptions {
  readonly process: Process;
  readonly params: ClusterParams['scheduler'];
  /** Whether a pod still wants a node. */
  readonly isWaiting: (key: string) => boolean;
  /** Finds a place for the pod whose turn it is. */
  readonly take: (key: string) => void;
}

/** Filters and scores of one pod, without the binding (assumed). */
const cycleMs = 1;
/** What waits without an event that would help is tried again (k8s.io/kubernetes, scheduling_queue.go: looked at each 30 s; assumed for all). */
const flushEveryMs = 30_000;

/** An empty queue; pods are taken one after the other. */
export function podQueue({ process, params, isWaiting, take }: PodQueueOptions): PodQueue {
  const active = new Set<string>();
  const backoff = new Map<string, number>();
  const parked = new Set<string>();
  let backingOff = 0;
  let busy = false;
  const wake = (): void => {
    if (busy || active.size === 0) return;
    busy = true;
    process.after(cycleMs, cycle);
  };
  const cycle = (): void => {
    busy = false;
    const next = active.values().next();
    if (next.done === true) return;
    active.delete(next.value);
    take(next.value);
    wake();
  };
  const add = (key: string): void => {
    active.add(key);
    wake();
  };
  const retry = (key: string): void => {
    const waitMs = backoff.get(key) ?? params.podInitialBackoffMs;
    backoff.set(key, Math.min(params.podMaxBackoffMs, waitMs * 2));
    backingOff += 1;
    process.after(waitMs, () => {
      backingOff -= 1;
      if (isWaiting(key)) add(key);
    });
  };
  const stir = (): void => {
    for (const key of parked) retry(key);
    parked.clear();
  };
  const flush = (): void => {
    stir();
    process.after(flushEveryMs, flush);
  };
  process.after(flushEveryMs, flush);
  return {
    add,
    retry,
    park: (key) => parked.add(key),
    stir,
    settled: (key) => backoff.delete(key),
    remove: (key) => {
      active.delete(key);
      parked.delete(key);
      backoff.delete(key);
    },
    waiting: () => ({ active: active.size, backoff: backingOff, unschedulable: parked.size }),
  };
}
