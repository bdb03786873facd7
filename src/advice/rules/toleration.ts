import { formatDuration } from '../../base/quantity.ts';
import type { AdviceRule } from '../rule.ts';
import { reschedulingParts, restOf } from '../trace.ts';

/** The wait that a pod's toleration of a lost node imposes. */
export const tolerationRule: AdviceRule = {
  name: 'toleration',
  slis: /^pods\.(reschedule|deficit)\b/,
  parts: reschedulingParts,
  moves: 'tolerationSeconds',
  setting: 'tolerationSeconds of the pods for node.kubernetes.io/unreachable and not-ready',
  arithmetic: ({ slo, parts, slowest, settings }) => {
    const rest = restOf(parts, slowest.name);
    // For a deficit, which is in replica-seconds, a tenth is a place to begin.
    const room = slo.unit === 'ms' ? slo.bound - rest : slowest.ms / 10;
    const seconds = Math.max(0, Math.min(Math.floor(room / 1000), Math.floor(settings.tolerationMs.value / 1000) - 1));
    const now = `${formatDuration(slowest.ms)} of ${formatDuration(rest + slowest.ms)} were tolerationSeconds ${settings.tolerationMs.value / 1000}`;
    const then = `tolerationSeconds ${seconds} would give about ${formatDuration(rest + seconds * 1000)}`;
    const short =
      slo.unit === 'ms' && room < 0
        ? `, still above the objective: the other parts alone take ${formatDuration(rest)}`
        : '';
    return `${now}; ${then}${short}`;
  },
  costs: 'Pods are moved after shorter outages of a node as well, and a node that comes back later finds them gone.',
};
