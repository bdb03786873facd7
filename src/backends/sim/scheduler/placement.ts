import {
  conditionOf,
  type Node,
  type Pod,
  selects,
  type SpreadConstraint,
  type Taint,
  type Toleration,
} from '../objects.ts';

/** What a placement is decided by. */
export interface ClusterView {
  readonly nodes: readonly Node[];
  readonly podsOn: (node: string) => ReadonlySet<Pod>;
}

/** The node that a pod goes to: of those that it fits on, one with the fewest pods; undefined when it fits nowhere. */
export function placeFor(pod: Pod, view: ClusterView, random: () => number): string | undefined {
  const open = view.nodes.filter((node) => takes(node, pod));
  const constraints = (pod.spec.topologySpreadConstraints ?? []).filter(
    ({ whenUnsatisfiable }) => whenUnsatisfiable === 'DoNotSchedule',
  );
  const fitting = constraints.reduce<readonly Node[]>((left, constraint) => spread(pod, left, constraint, view), open);
  let best: { readonly name: string; readonly pods: number } | undefined;
  let ties = 0;
  for (const { metadata } of fitting) {
    const pods = view.podsOn(metadata.name).size;
    if (best !== undefined && pods > best.pods) continue;
    // Of equals each is as likely (k8s.io/kubernetes, schedule_one.go, selectHost).
    ties = best?.pods === pods ? ties + 1 : 1;
    if (ties === 1 || random() < 1 / ties) best = { name: metadata.name, pods };
  }
  return best?.name;
}

function takes(node: Node, { spec }: Pod): boolean {
  if (node.spec.unschedulable === true || conditionOf(node.status, 'Ready') !== 'True') return false;
  const labels = node.metadata.labels ?? {};
  const wanted = Object.entries(spec.nodeSelector ?? {});
  if (!wanted.every(([key, value]) => labels[key] === value)) return false;
  return (node.spec.taints ?? []).every(
    (taint) => taint.effect === 'PreferNoSchedule' || tolerated(taint, spec.tolerations),
  );
}

/** Whether one of the tolerations lets a taint pass. */
export function tolerated(taint: Taint, tolerations: readonly Toleration[] | undefined): boolean {
  return (tolerations ?? []).some(
    ({ key, effect }) => (key === undefined || key === taint.key) && (effect === undefined || effect === taint.effect),
  );
}

/** The nodes in whose domain one more pod keeps the skew. */
function spread(pod: Pod, nodes: readonly Node[], constraint: SpreadConstraint, view: ClusterView): readonly Node[] {
  const { topologyKey, maxSkew, labelSelector, matchLabelKeys = [] } = constraint;
  const own = pod.metadata.labels ?? {};
  const wanted = {
    ...labelSelector?.matchLabels,
    ...Object.fromEntries(matchLabelKeys.map((key) => [key, own[key] ?? ''])),
  };
  const counts = new Map<string, number>();
  for (const node of nodes) {
    const domain = node.metadata.labels?.[topologyKey];
    if (domain === undefined) continue;
    const here = [...view.podsOn(node.metadata.name)].filter(
      ({ metadata }) =>
        metadata.namespace === pod.metadata.namespace &&
        metadata.deletionTimestamp === undefined &&
        selects(wanted, metadata.labels),
    ).length;
    counts.set(domain, (counts.get(domain) ?? 0) + here);
  }
  const fewest = Math.min(...counts.values());
  return nodes.filter(
    ({ metadata }) => (counts.get(metadata.labels?.[topologyKey] ?? '') ?? Infinity) + 1 - fewest <= maxSkew,
  );
}
