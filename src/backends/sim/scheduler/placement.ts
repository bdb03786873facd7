import { type Node, type Pod, selects, type SpreadConstraint } from '../objects.ts';
import { available, fitsInto, type Load } from './resources.ts';
import { tolerated } from './tolerations.ts';

/** What a placement is decided by. */
export interface ClusterView {
  readonly nodes: Iterable<Node>;
  /** What the pods of a node ask for, those on their way there among them. */
  readonly loadOf: (node: string) => Load;
  /** Pods of a namespace that have a node. */
  readonly placed: (namespace: string) => Iterable<Pod>;
  readonly nodeOf: (pod: Pod) => string | undefined;
  /** Where the search begins, and goes on with the next pod: of a large cluster not every node is looked at. */
  readonly search: { from: number };
}

/** Clusters up to this size are searched as a whole (k8s.io/kubernetes, schedule_one.go, minFeasibleNodesToFind). */
const leastFeasible = 100;

/** How many nodes that a pod fits on are enough: 50 % of them, less the larger the cluster is, 5 % at least (the same, numFeasibleNodesToFind). */
function enoughOf(nodes: number): number {
  if (nodes < leastFeasible) return nodes;
  const percent = Math.max(5, 50 - Math.floor(nodes / 125));
  return Math.max(leastFeasible, Math.floor((nodes * percent) / 100));
}

/** The node that a pod goes to: of those that it fits on, one with the best score; undefined when it fits nowhere. */
export function placeFor(pod: Pod, view: ClusterView, random: () => number): string | undefined {
  const wanted = Object.entries(pod.spec.nodeSelector ?? {});
  const eligible = [...view.nodes].filter(({ metadata }) =>
    wanted.every(([key, value]) => metadata.labels?.[key] === value),
  );
  const constraints = (pod.spec.topologySpreadConstraints ?? []).map((one) => domains(pod, one, eligible, view));
  let best: { readonly name: string; readonly score: number } | undefined;
  let ties = 0;
  const enough = enoughOf(eligible.length);
  const { search } = view;
  let feasible = 0;
  let looked = 0;
  for (; looked < eligible.length && feasible < enough; looked += 1) {
    const node = eligible[(search.from + looked) % eligible.length];
    if (node === undefined) break;
    const { name } = node.metadata;
    if (!takes(node, pod)) continue;
    if (!constraints.every((constraint) => constraint.allows(node))) continue;
    const load = view.loadOf(name);
    if (!fitsInto(pod, node, load)) continue;
    feasible += 1;
    const score = available(node, load) - constraints.reduce((sum, { crowd }) => sum + crowd(node), 0);
    if (best !== undefined && score < best.score) continue;
    // Of equals each is as likely (k8s.io/kubernetes, schedule_one.go, selectHost).
    ties = best?.score === score ? ties + 1 : 1;
    if (ties === 1 || random() < 1 / ties) best = { name, score };
  }
  search.from = (search.from + looked) % Math.max(1, eligible.length);
  return best?.name;
}

/** The scheduler looks at taints only: a node that is not Ready has one. */
function takes({ spec: { unschedulable, taints = [] } }: Node, { spec: { tolerations } }: Pod): boolean {
  const cordon = { key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' as const };
  if (unschedulable === true && !tolerated(cordon, tolerations)) return false;
  return taints.every((taint) => taint.effect === 'PreferNoSchedule' || tolerated(taint, tolerations));
}

interface Domains {
  readonly allows: (node: Node) => boolean;
  /** How full the node's domain is: what the score loses by it. */
  readonly crowd: (node: Node) => number;
}

/** Counts a constraint's pods by domain, over all nodes that the pod may be on; tainted ones only where the policy says Ignore. */
function domains(pod: Pod, constraint: SpreadConstraint, eligible: readonly Node[], view: ClusterView): Domains {
  const { topologyKey, maxSkew, labelSelector, matchLabelKeys = [], whenUnsatisfiable } = constraint;
  const own = pod.metadata.labels ?? {};
  const wanted = {
    ...labelSelector?.matchLabels,
    ...Object.fromEntries(matchLabelKeys.map((key) => [key, own[key] ?? ''])),
  };
  const honor = constraint.nodeTaintsPolicy === 'Honor';
  const domainOf = new Map<string, string>();
  const counts = new Map<string, number>();
  for (const node of eligible) {
    const domain = node.metadata.labels?.[topologyKey];
    if (domain === undefined || (honor && !takes(node, pod))) continue;
    domainOf.set(node.metadata.name, domain);
    if (!counts.has(domain)) counts.set(domain, 0);
  }
  for (const other of view.placed(pod.metadata.namespace ?? '')) {
    const domain = domainOf.get(view.nodeOf(other) ?? '');
    if (domain === undefined || other.metadata.deletionTimestamp !== undefined) continue;
    if (selects(wanted, other.metadata.labels)) counts.set(domain, (counts.get(domain) ?? 0) + 1);
  }
  const fewest = Math.min(...counts.values());
  const self = selects(wanted, own) ? 1 : 0;
  const countAt = (node: Node): number | undefined => counts.get(node.metadata.labels?.[topologyKey] ?? '');
  return {
    allows: (node) => {
      if (whenUnsatisfiable !== 'DoNotSchedule') return true;
      const count = countAt(node);
      return count !== undefined && count + self - fewest <= maxSkew;
    },
    crowd: (node) => countAt(node) ?? 0,
  };
}
