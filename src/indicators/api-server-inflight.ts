import { gaugePeak } from './gauge-peak.ts';

/** How many requests an apiserver worked on at once. */
export const apiServerInflightPeak = gaugePeak({
  name: 'api.server.inflightPeak',
  summary: 'The most requests that one apiserver worked on at once.',
  definition:
    'The largest sum of apiserver_current_inflight_requests, reading and mutating, of one apiserver: each is the most at a time within the second before.',
  component: 'kube-apiserver',
  family: 'apiserver_current_inflight_requests',
  groupOf: (instance) => instance,
});
