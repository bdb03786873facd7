import type { Condition, Pod } from '../objects.ts';
import { stamp } from '../world.ts';
import type { PodWorker, PodWorkerOptions } from './pod-worker.ts';

/** Marks a pod that only has to be there: it has no process and no network. */
export const backgroundLabel = { 'aftershock.dev/background': 'true' } as const;

export function isBackground({ metadata }: { readonly metadata: Pick<Pod['metadata'], 'labels'> }): boolean {
  return metadata.labels?.['aftershock.dev/background'] === 'true';
}

/** How long such a pod takes to end (assumed). */
const endMs = 1000;

/** A pod that becomes Ready in its time and leaves in its time, and does nothing. */
export function startBackgroundPod({ world, kubelet, pod, warm, changed }: PodWorkerOptions): PodWorker {
  const startTime = pod.status?.startTime ?? stamp(kubelet);
  let ready = warm;
  let leaving = false;
  const { sandboxMs, containerStartMs } = world.params.kubelet;
  if (!warm) {
    kubelet.after(sandboxMs + containerStartMs, () => {
      ready = !leaving;
      changed();
    });
  }
  return {
    pod,
    update: () => undefined,
    fail: () => undefined,
    status: () => {
      const of = (type: string, holds: boolean): Condition => ({
        type,
        status: holds ? 'True' : 'False',
        lastTransitionTime: startTime,
      });
      return {
        phase: leaving ? 'Succeeded' : ready ? 'Running' : 'Pending',
        startTime,
        conditions: [
          of('Initialized', true),
          of('Ready', ready && !leaving),
          of('ContainersReady', ready && !leaving),
          of('PodScheduled', true),
        ],
      };
    },
    terminate: (graceMs, gone) => {
      if (leaving) return;
      kubelet.after(Math.min(endMs, graceMs), () => {
        leaving = true;
        gone();
      });
    },
  };
}
