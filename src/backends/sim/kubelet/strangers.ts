import type { Kubelet } from './parts.ts';

/** Grace for pods that nobody knows any more (k8s.io/kubernetes, pkg/kubelet/kuberuntime, minimumGracePeriodInSeconds). */
const graceMs = 2000;

/** Ends containers, and takes networks away, of pods that went while no kubelet ran here. */
export function removeStrangers({ world, node, process, workers, addresses }: Kubelet): void {
  const { runtime } = node;
  for (const container of runtime.containers()) {
    if (workers.has(container.podId)) continue;
    container.process.terminate();
    process.after(graceMs, () => container.process.exit(137));
  }
  for (const { on, ...pod } of runtime.sandboxes()) {
    if (workers.has(pod.podId)) continue;
    process.after(graceMs, () => {
      runtime.setSandbox(pod, undefined);
      if (on === node.on) return;
      world.network.unplug(on);
      addresses.giveBack(on.address);
    });
  }
}
