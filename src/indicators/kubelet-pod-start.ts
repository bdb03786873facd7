import { histogramP99 } from './histogram-p99.ts';

/** How long kubelets took to start pods. */
export const kubeletPodStartP99 = histogramP99({
  name: 'kubelet.podStart.p99',
  summary: 'P99 of how long kubelets took from a pod’s creation to its running, image pulls not counted.',
  definition: 'Over all kubelets together, by their own count; of more than 100 nodes, those of 100.',
  component: 'kubelet',
  family: 'kubelet_pod_start_sli_duration_seconds',
  groupOf: () => 'all kubelets',
  // As many as pods.start.p99 asks for: a run has no hundreds of starts.
  leastCount: 10,
});
