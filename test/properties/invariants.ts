import { conditionOf, type Node, type Pod } from '../../src/backends/sim/objects.ts';
import type { Lab } from '../backends/sim/lab.ts';

/** Pods of which containers run on more than one node at once, by name: two of a StatefulSet's name are one too many as well. */
export function podsOnTwoNodes({ world }: Lab): readonly string[] {
  const at = new Map<string, Set<string>>();
  for (const { name, runtime } of world.nodes.values()) {
    for (const { namespace, pod } of runtime.containers()) {
      const key = `${namespace}/${pod}`;
      at.set(key, (at.get(key) ?? new Set()).add(name));
    }
  }
  return [...at].filter(([, nodes]) => nodes.size > 1).map(([key, nodes]) => `${key} on ${[...nodes].join(' and ')}`);
}

/** Containers that run though no pod of the API is on their node: what a node should have stopped. */
export function orphans({ world }: Lab): readonly string[] {
  return [...world.nodes.values()].flatMap(({ name, runtime }) =>
    runtime.containers().flatMap(({ namespace, pod, name: container }) => {
      const found = world.store.get('pods', `${namespace}/${pod}`) as Pod | undefined;
      return found?.spec.nodeName === name ? [] : [`${namespace}/${pod}/${container} on ${name}`];
    }),
  );
}

/** What is not as it was before anything was done: nodes not Ready or tainted, pods not Ready or leaving, workloads not complete. */
export function unwell({ world }: Lab): readonly string[] {
  const nodes = (world.store.list('nodes', undefined) as readonly Node[]).filter(
    ({ spec, status }) =>
      conditionOf(status, 'Ready') !== 'True' ||
      spec.unschedulable === true ||
      (spec.taints ?? []).some(({ key }) => key !== 'node-role.kubernetes.io/control-plane'),
  );
  const pods = (world.store.list('pods', undefined) as readonly Pod[]).filter(
    ({ metadata, status }) => conditionOf(status, 'Ready') !== 'True' || metadata.deletionTimestamp !== undefined,
  );
  const leaders = [...world.nodes.keys()].filter((name) => world.etcd.health(name)?.isLeader === true).length;
  return [
    ...[...nodes, ...pods].map(({ kind, metadata }) => `${kind} ${metadata.name}`),
    ...(leaders === 1 ? [] : [`${leaders} leaders of etcd`]),
  ];
}

/** Packet filters and frozen processes: what a heal should have taken away. */
export function leftBehind({ world }: Lab): readonly string[] {
  return [...world.nodes.values()].flatMap(({ name, machine, runtime }) => [
    ...world.network
      .filterOf(machine)
      .tags()
      .map((tag) => `rules ${tag} in ${name}`),
    ...runtime
      .containers()
      .flatMap(({ namespace, pod }) => runtime.sandbox(namespace, pod)?.filter?.tags() ?? [])
      .map((tag) => `rules ${tag} in a pod of ${name}`),
    ...[...machine.processes].filter(({ frozen }) => frozen).map((process) => `${process.name} frozen`),
  ]);
}

/** Pods by label `app`, those that are leaving left out. */
export function podsOf({ world }: Lab, app: string): readonly Pod[] {
  return (world.store.list('pods', 'default') as readonly Pod[]).filter(
    ({ metadata }) => metadata.labels?.['app'] === app && metadata.deletionTimestamp === undefined,
  );
}

/** The most pods in a zone less the fewest, over zones that have a node where they may be. */
export function skewOf(lab: Lab, pods: readonly Pod[]): number {
  const counts = new Map<string, number>();
  for (const { metadata, spec } of lab.world.store.list('nodes', undefined) as readonly Node[]) {
    if (spec.unschedulable === true || (spec.taints ?? []).length > 0) continue;
    const zone = metadata.labels?.['topology.kubernetes.io/zone'] ?? '';
    const here = pods.filter(({ spec: { nodeName } }) => nodeName === metadata.name).length;
    counts.set(zone, (counts.get(zone) ?? 0) + here);
  }
  return Math.max(...counts.values()) - Math.min(...counts.values());
}
