import type { NodePlace } from '../world.ts';
import { isBackground } from './background-pod.ts';
import { podIdOf } from './mirror.ts';
import type { PodWorker } from './pod-worker.ts';
import type { PodUsage } from './pressure.ts';

/** What the pods of a node use. Pods that are only there use nothing. */
export function usages(
  { machine, runtime }: NodePlace,
  workers: ReadonlyMap<string, PodWorker>,
): readonly (PodUsage & { readonly cpuMs: number })[] {
  const byPod = new Map<string, { cpuMs: number; memoryBytes: number }>();
  for (const { podId, process, memory } of runtime.containers()) {
    const sum = byPod.get(podId) ?? { cpuMs: 0, memoryBytes: 0 };
    byPod.set(podId, sum);
    sum.cpuMs += process.cpu?.usedMs(process.now()) ?? 0;
    sum.memoryBytes += memory.usedBytes();
  }
  return [...workers.values()].flatMap(({ pod }) => {
    const id = podIdOf(pod);
    const used = byPod.get(id);
    if (used === undefined || isBackground(pod)) return [];
    return [{ pod, ...used, diskBytes: machine.disk.heldBy(id) }];
  });
}
