import type { ClusterParams } from '../../../core/cluster-params/index.ts';
import type { Machine } from '../engine/machine.ts';
import type { Process } from '../engine/process.ts';
import type { Pod } from '../objects.ts';
import { requestsOf } from '../scheduler/resources.ts';
import { isMirror } from './mirror.ts';

/** What a node can run short of. */
type PressureType = 'MemoryPressure' | 'DiskPressure' | 'PIDPressure';

/** A pod that runs here, with what it uses. */
export interface PodUsage {
  readonly pod: Pod;
  readonly memoryBytes: number;
  readonly diskBytes: number;
}

export interface PressureOptions {
  readonly machine: Machine;
  readonly process: Process;
  readonly params: ClusterParams['kubelet'];
  readonly pods: () => readonly PodUsage[];
  /** Ends a pod for good. */
  readonly evict: (pod: Pod, message: string) => void;
  /** Whether one that was evicted is still ending. */
  readonly isEnding: (pod: Pod) => boolean;
}

/** A node's eviction manager, as others see it. */
export interface Pressure {
  readonly conditions: () => ReadonlySet<PressureType>;
  /** Why a pod is not taken in now; undefined: it is. */
  readonly refuses: (pod: Pod) => string | undefined;
}

/** How often the manager looks, and how long it waits for one that it evicted (k8s.io/kubernetes, pkg/kubelet/eviction). */
const lookEveryMs = 10_000;
const cleanUpWithinMs = 30_000;

interface Signal {
  readonly type: PressureType;
  readonly resource: string;
  readonly available: number;
  readonly threshold: number;
}

/** Looks at what is left of the machine, and evicts one pod after the other while that is too little. */
export function watchPressure(options: PressureOptions): Pressure {
  const { process, params, evict, isEnding } = options;
  /** When a condition was last met: it holds for a while after. */
  const metAt = new Map<PressureType, number>();
  let ending: { readonly pod: Pod; readonly until: number } | undefined;
  const conditions = (): ReadonlySet<PressureType> => {
    const since = process.now() - params.evictionPressureTransitionPeriodMs;
    return new Set([...metAt].flatMap(([type, at]) => (at > since ? [type] : [])));
  };
  const look = (): void => {
    process.after(lookEveryMs, look);
    const met = signalsOf(options).filter(({ available, threshold }) => available < threshold);
    for (const { type } of met) metAt.set(type, process.now());
    if (ending !== undefined && isEnding(ending.pod) && process.now() < ending.until) return;
    ending = undefined;
    const [worst] = met;
    const victim = worst === undefined ? undefined : ranked(options.pods(), worst.type)[0];
    if (worst === undefined || victim === undefined) return;
    ending = { pod: victim.pod, until: process.now() + cleanUpWithinMs };
    evict(victim.pod, messageFor(worst));
  };
  process.after(lookEveryMs, look);
  return {
    conditions,
    refuses: (pod) => {
      const now = [...conditions()];
      if (now.length === 0 || isCritical(pod)) return undefined;
      const others = now.filter((type) => type !== 'MemoryPressure');
      // Only those that ask for nothing are kept away from a node that is short of memory.
      if (others.length === 0 && requestsOf(pod).memory > 0) return undefined;
      return `Pod was rejected: The node had condition: [${now.join(' ')}]. `;
    },
  };
}

/** In the order in which they are attended to: memory first. */
function signalsOf({ machine, params }: PressureOptions): readonly Signal[] {
  const { memory, disk, pids } = machine;
  return [
    {
      type: 'MemoryPressure',
      resource: 'memory',
      available: memory.totalBytes - memory.usedBytes(),
      threshold: params.evictionMemoryAvailableBytes,
    },
    {
      type: 'DiskPressure',
      resource: 'ephemeral-storage',
      available: disk.total - disk.used(),
      threshold: params.evictionNodefsAvailable * disk.total,
    },
    {
      type: 'PIDPressure',
      resource: 'pids',
      available: pids.total - pids.used(),
      threshold: params.evictionPidAvailable * pids.total,
    },
  ];
}

/** Pods that may be evicted: those that use more than they asked for first, the greatest excess first of all. */
function ranked(pods: readonly PodUsage[], type: PressureType): readonly PodUsage[] {
  const excess = ({ pod, memoryBytes, diskBytes }: PodUsage): number =>
    type === 'MemoryPressure' ? memoryBytes - requestsOf(pod).memory : diskBytes;
  return pods.filter(({ pod }) => !isCritical(pod)).sort((a, b) => excess(b) - excess(a));
}

/** Static pods, and all of kube-system: kubeadm gives them the system's priorities. */
function isCritical(pod: Pod): boolean {
  return isMirror(pod) || pod.metadata.namespace === 'kube-system';
}

function messageFor({ resource, threshold, available }: Signal): string {
  const size = (amount: number): string =>
    resource === 'pids' ? String(Math.floor(amount)) : `${Math.floor(amount / 1024)}Ki`;
  return `The node was low on resource: ${resource}. Threshold quantity: ${size(threshold)}, available: ${size(available)}. `;
}
