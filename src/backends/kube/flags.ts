import type { Pod } from './api-types.ts';

/** The settings that decide a report's figures, by component. */
const decisive: Readonly<Record<string, readonly string[]>> = {
  'kube-controller-manager': ['node-monitor-grace-period', 'node-monitor-period', 'node-eviction-rate'],
  etcd: ['heartbeat-interval', 'election-timeout'],
  'kube-apiserver': ['default-not-ready-toleration-seconds', 'default-unreachable-toleration-seconds'],
};

/**
 * The decisive flags on the static pods' command lines: `kube-controller-manager.node-monitor-grace-period`. One that is
 * not there is left out: its default depends on the version. Nodes that differ are listed with all their values.
 */
export function decisiveFlags(pods: readonly Pod[]): Readonly<Record<string, string>> {
  const values = new Map<string, Set<string>>();
  for (const pod of pods) {
    const component = pod.metadata.labels?.['component'] ?? '';
    const container = pod.spec.containers.find(({ name }) => name === component);
    const words = [...(container?.command ?? []), ...(container?.args ?? [])];
    for (const flag of decisive[component] ?? []) {
      const word = words.find((candidate) => candidate.startsWith(`--${flag}=`));
      if (word === undefined) continue;
      const key = `${component}.${flag}`;
      values.set(key, (values.get(key) ?? new Set()).add(word.slice(flag.length + 3)));
    }
  }
  return Object.fromEntries([...values].sort().map(([key, seen]) => [key, [...seen].join(', ')]));
}

/** The tag of an image: `v2.8.3` of `ghcr.io/chaos-mesh/chaos-mesh:v2.8.3`. */
export function imageTag(image: string): string {
  const name = image.split('@')[0] ?? '';
  const colon = name.lastIndexOf(':');
  return colon > name.lastIndexOf('/') ? name.slice(colon + 1) : image;
}
