import { apiVersion, type NetworkChaos } from 'chaos-mesh-types';
import type { ChaosMeshAction, PodTarget } from '../core/action.ts';
import type { ClusterState, NodeState, PodState } from '../core/cluster-state.ts';
import { HarnessError } from '../core/errors.ts';
import type { PlanContext } from '../core/fault.ts';
import { ownMetadata } from './chaos-object.ts';
import { secondNet } from './second-net.ts';

/** Chaos Mesh's words for the direction, as the zone's pods are its source. */
const directions = { both: 'both', out: 'to', in: 'from' } as const;

/** The pod layer of each zone's cut; none where one side has no pods, because Chaos Mesh refuses an object that selects nothing. */
export function partitionPods(
  context: PlanContext,
  zones: readonly string[],
  direction: keyof typeof directions,
): readonly ChaosMeshAction[] {
  return zones.flatMap((zone, index) => {
    const name = zones.length === 1 ? context.name : `${context.name}-${index}`;
    const isIn = (which: readonly string[]) => (node: NodeState) =>
      node.zone !== undefined && which.includes(node.zone);
    const { nodes } = context.state;
    // From the zones before it, it is cut off already. Those that stay joined come first: the proof tries two of them as its control.
    const joined = nodes.filter((node) => !isIn(zones)(node));
    const later = nodes.filter(isIn(zones.slice(index + 1)));
    const sides = { inside: nodes.filter(isIn([zone])), outside: [...joined, ...later] };
    return partitionZone({ ...context, name }, sides, directions[direction]);
  });
}

interface Sides {
  readonly inside: readonly NodeState[];
  readonly outside: readonly NodeState[];
}

function partitionZone(
  context: PlanContext,
  { inside, outside }: Sides,
  direction: 'both' | 'to' | 'from',
): readonly ChaosMeshAction[] {
  const { state } = context;
  const namespace = state.workloadNamespace;
  const from = workloadPods(state, inside);
  const to = workloadPods(state, outside);
  if (from.length === 0 || to.length === 0) return [];
  const object: NetworkChaos = {
    apiVersion,
    kind: 'NetworkChaos',
    metadata: ownMetadata(context),
    spec: {
      action: 'partition',
      direction,
      duration: secondNet(context),
      mode: 'all',
      selector: { namespaces: [namespace], nodes: inside.map((node) => node.name) },
      target: { mode: 'all', selector: { namespaces: [namespace], nodes: outside.map((node) => node.name) } },
    },
  };
  return [
    {
      kind: 'chaos-mesh',
      object,
      // It writes rules at both ends, whatever the direction.
      targets: [...from, ...to].map((pod) => `${pod.namespace}/${pod.name}`),
      proof: { kind: 'pods-cut-off', from: from.flatMap(podTarget), to: to.flatMap(podTarget) },
    },
  ];
}

/** In the order of the nodes: which come first decides what a proof tries. */
function workloadPods(state: ClusterState, nodes: readonly NodeState[]): readonly PodState[] {
  const rank = new Map(nodes.map(({ name }, index) => [name, index]));
  const rankOf = ({ node }: PodState): number => rank.get(node ?? '') ?? -1;
  const pods = state.pods
    .filter((pod) => pod.namespace === state.workloadNamespace && rankOf(pod) >= 0)
    .sort((a, b) => rankOf(a) - rankOf(b));
  const stubborn = pods.find((pod) => pod.hostNetwork);
  if (stubborn !== undefined) {
    // Chaos Mesh accepts the object, never injects it, and cannot delete it any more.
    throw new HarnessError('unsatisfiable', `pod ${stubborn.namespace}/${stubborn.name} uses its node's network`, {
      hint: 'Move host-network pods out of the workload’s namespace.',
    });
  }
  return pods;
}

function podTarget(pod: PodState): readonly PodTarget[] {
  const port = pod.containers.flatMap((container) => container.ports)[0];
  if (pod.ip === undefined || pod.node === undefined || port === undefined) return [];
  return [{ namespace: pod.namespace, pod: pod.name, ip: pod.ip, node: pod.node, port }];
}
