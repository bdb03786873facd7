import { formatDuration } from '../base/quantity.ts';
import type { ClusterFacts } from '../core/cluster.ts';
import type { ValidityCheck } from '../core/objective.ts';
import type { Timeline } from '../core/timeline.ts';

/** A kubelet forgets a container's back-off when it ran for twice the longest, 5 min (kubernetes, pkg/kubelet/kubelet.go, MaxCrashLoopBackOff). */
const forgottenAfterMs = 600_000;

/**
 * Whether parts of the control plane had been restarted shortly before, as by a run before this one: a kubelet starts what ended at once
 * the first time, 10 s later the second, and twice as late each further time, up to 5 min; what needs it recovers so much later. Nothing
 * to say where none are seen.
 */
export function earlierRestartsCheck(
  { startedAtUnixMs }: Timeline,
  { restarted }: ClusterFacts['topology'],
): readonly ValidityCheck[] {
  if (restarted === undefined) return [];
  const check = 'earlier restarts';
  const recent = restarted.filter(
    ({ times, startedUnixMs }) => times > 0 && startedAtUnixMs - startedUnixMs < forgottenAfterMs,
  );
  if (recent.length === 0) return [{ check, status: 'ok', detail: 'none that a kubelet still holds against it' }];
  const items = recent.map(
    ({ name, times, startedUnixMs }) =>
      `${name} was restarted ${times === 1 ? 'once,' : `${times} times, the last`} ${formatDuration(Math.max(0, startedAtUnixMs - startedUnixMs))} before the run`,
  );
  const why =
    'its kubelet waits 10s or longer before it starts it again, and what needs it comes back so much later than on a cluster that was left alone for 10m (--pause 10m, between runs)';
  return [{ check, status: 'warning', detail: `${items.join('; ')}: ${why}`, items }];
}
