import { gaugePeak } from './gauge-peak.ts';

/** How many pods the scheduler had waiting. */
export const schedulerPendingPeak = gaugePeak({
  name: 'scheduler.pendingPeak',
  summary: 'The most pods that a scheduler had waiting at once, by its own count.',
  definition: 'The largest sum of scheduler_pending_pods over its queues, of one scheduler.',
  component: 'kube-scheduler',
  family: 'scheduler_pending_pods',
  groupOf: (instance) => instance,
});
