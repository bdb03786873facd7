import { histogram } from '../engine/histogram.ts';
import type { Process } from '../engine/process.ts';
import type { Pod } from '../objects.ts';

/** How long the pods of a kubelet took to start, as it counts it itself. */
export interface PodStarts {
  /** A watch showed a pod as it is now. */
  readonly seen: (pod: Pod) => void;
  readonly gone: (pod: Pod) => void;
  /** The page of metrics of its process. */
  readonly page: () => string;
}

/** Bounds in s (pkg/kubelet/metrics/metrics.go, podStartupDurationBuckets). */
const bounds = [
  0.5, 1, 2, 3, 4, 5, 6, 8, 10, 20, 30, 45, 60, 120, 180, 240, 300, 360, 480, 600, 900, 1200, 1800, 2700, 3600,
];

/**
 * Counts of a kubelet's process, which began at this Unix ms. A pod counts once, from its creation's stamp, which has whole seconds,
 * to when the watch brings back that all its containers run; one that some kubelet had acknowledged before counts not at all
 * (pkg/kubelet/util/pod_startup_latency_tracker.go). Images are there already: nothing is taken off for their pulls.
 */
export function podStarts(process: Pick<Process, 'unixMs'>, startedUnixMs: number): PodStarts {
  const starts = histogram({ name: 'kubelet_pod_start_sli_duration_seconds', bounds });
  const starting = new Set<string>();
  const gone = ({ metadata: { uid } }: Pod): void => void starting.delete(uid);
  return {
    gone,
    seen: (pod) => {
      const { metadata, status } = pod;
      const { uid, creationTimestamp = '' } = metadata;
      if (status?.phase === 'Failed' || status?.phase === 'Succeeded') return gone(pod);
      if (!starting.has(uid)) {
        if (status?.startTime === undefined) starting.add(uid);
        return;
      }
      if (!hasStarted(pod)) return;
      starting.delete(uid);
      starts.observe((process.unixMs() - Date.parse(creationTimestamp)) / 1000);
    },
    page: () => [`process_start_time_seconds ${startedUnixMs / 1000}`, starts.text(), ''].join('\n'),
  };
}

/** Whether every container runs. A pod that only has to be there tells of none. */
function hasStarted({ status }: Pod): boolean {
  return (
    status?.phase === 'Running' && (status.containerStatuses ?? []).every(({ state }) => state.running !== undefined)
  );
}
