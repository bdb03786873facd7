import type { Machine } from '../engine/machine.ts';
import type { MemoryShare } from '../engine/memory.ts';
import type { CpuShare } from '../engine/processors.ts';
import type { Container, Pod } from '../objects.ts';
import { quantity } from '../scheduler/resources.ts';

/** The weight of a container that asks for no processor (k8s.io/kubernetes, cm/helpers_linux.go, MinShares). */
const leastShares = 2;

/** What a container's control group is entitled to: 1024 for each core it asks for, and no more than its limit. */
export function cpuShareOf({ resources }: Container): CpuShare {
  const limit = resources?.limits?.['cpu'];
  // A limit without a request is a request, too (admission's defaults).
  const request = quantity(resources?.requests?.['cpu'] ?? limit ?? '0');
  return {
    weight: Math.max(leastShares, Math.floor(request * 1024)),
    limitCores: limit === undefined ? undefined : quantity(limit),
  };
}

/** How much memory a container of a pod may hold, on a machine that has so much. */
export function memoryShareOf(pod: Pod, container: Container, totalBytes: number): Omit<MemoryShare, 'kill'> {
  const limit = container.resources?.limits?.['memory'];
  return {
    limitBytes: limit === undefined ? undefined : quantity(limit),
    adjustment: oomAdjustmentOf(pod, container, totalBytes),
  };
}

/** Whether a machine has not one process id, or not one byte of its disk, left. */
export function isExhausted({ disk, pids }: Machine): boolean {
  return pids.used() >= pids.total || disk.used() >= disk.total;
}

/** What a program holds that does nothing out of the ordinary: what it asks for, or so much (assumed). */
export function usualMemoryOf({ resources }: Container): number {
  const request = resources?.requests?.['memory'];
  return request === undefined ? 20 * 2 ** 20 : quantity(request);
}

/** How readily the kernel ends it when its machine is full (k8s.io/kubernetes, pkg/kubelet/qos/policy.go). */
function oomAdjustmentOf({ spec }: Pod, { resources }: Container, totalBytes: number): number {
  const own = (one: Container, kind: 'requests' | 'limits', what: string): string | undefined =>
    one.resources?.[kind]?.[what];
  const guaranteed = spec.containers.every((one) =>
    ['cpu', 'memory'].every((what) => {
      const limit = own(one, 'limits', what);
      return limit !== undefined && (own(one, 'requests', what) ?? limit) === limit;
    }),
  );
  if (guaranteed) return -997;
  const asks = spec.containers.some((one) =>
    (['requests', 'limits'] as const).some((kind) =>
      ['cpu', 'memory'].some((what) => own(one, kind, what) !== undefined),
    ),
  );
  if (!asks) return 1000;
  const request = quantity(resources?.requests?.['memory'] ?? '0');
  return Math.min(999, Math.max(3, Math.floor(1000 - (1000 * request) / totalBytes)));
}
