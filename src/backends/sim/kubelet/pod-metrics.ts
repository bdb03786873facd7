/** Where every kubelet listens. */
export const kubeletPort = 10_250;

/** What a kubelet says of the pods that run on its node, to those who come with a token (/metrics/resource). */
export interface PodMetrics {
  readonly namespace: string;
  readonly name: string;
  /** Processor time used so far, in ms. */
  readonly cpuMs: number;
  readonly memoryBytes: number;
}
