import { formatDuration } from '../../base/quantity.ts';
import type { AdviceRule } from '../rule.ts';
import { heldTo, reschedulingParts, restOf } from '../trace.ts';

/** Replacements that take long to become Ready. */
export const podStartRule: AdviceRule = {
  name: 'pod-start',
  slis: /^pods\.(reschedule|deficit)\b/,
  parts: reschedulingParts,
  moves: 'until it was Ready',
  setting: 'images that are on every node, readinessProbe initialDelaySeconds and periodSeconds',
  arithmetic: ({ slo, parts, slowest }) => {
    const rest = restOf(parts, slowest.name);
    return `${formatDuration(slowest.ms)} of ${formatDuration(rest + slowest.ms)} passed from the scheduling of the replacement until it was Ready; a start within 5s would give about ${formatDuration(rest + 5000)}${heldTo(slo, rest + 5000)}`;
  },
  costs: 'Images on every node take disk; a shorter readiness period asks each pod more often.',
};
