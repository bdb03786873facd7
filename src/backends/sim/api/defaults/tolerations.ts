import type { Toleration } from '../../objects.ts';

/** How long pods that say nothing of it stay on a node that is lost. */
export interface TolerationSeconds {
  readonly notReady: number;
  readonly unreachable: number;
}

/** What the admission plugin DefaultTolerationSeconds makes of a pod's tolerations: it adds to them, and says nothing where they speak of lost nodes. */
export function withLostNodes(
  tolerations: readonly Toleration[],
  { notReady, unreachable }: TolerationSeconds,
): readonly Toleration[] {
  const missing = (key: string, tolerationSeconds: number): readonly Toleration[] =>
    tolerations.some((one) => (one.key === undefined || one.key === key) && (one.effect ?? 'NoExecute') === 'NoExecute')
      ? []
      : [{ key, operator: 'Exists', effect: 'NoExecute', tolerationSeconds }];
  return [
    ...tolerations,
    ...missing('node.kubernetes.io/not-ready', notReady),
    ...missing('node.kubernetes.io/unreachable', unreachable),
  ];
}
