import { gaugePeak } from './gauge-peak.ts';
import { labelWords } from './metric-scrapes.ts';

/** How far a controller fell behind. */
export const controllerManagerQueuePeak = gaugePeak({
  name: 'controllerManager.queuePeak',
  summary: 'The most work that one controller of a controller-manager had waiting at once.',
  definition: 'The largest workqueue_depth of one queue of one controller-manager.',
  component: 'kube-controller-manager',
  family: 'workqueue_depth',
  groupOf: (instance, series) => `${labelWords(series)} on ${instance}`,
});
