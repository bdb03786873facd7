import { apiVersion, type NetworkChaos } from 'chaos-mesh-types';
import { z } from 'zod';
import type { ChaosMeshAction, NodeAction, NodeVerb, Peer, PodTarget } from '../core/action.ts';
import type { ClusterState, NodeState, PodState } from '../core/cluster-state.ts';
import { define } from '../core/definition.ts';
import { HarnessError } from '../core/errors.ts';
import type { Fault, PlanContext } from '../core/fault.ts';
import { draw, drawText } from './draw.ts';

/** Ports that answer on every machine of a cluster, to prove a cut by. */
const kubeletPort = 10250;
const apiPort = 6443;
/** The object undoes itself this long after the heal was due, should nobody be left to heal it. */
const secondNetMs = 600_000;

/** Cuts one availability zone off from the others: kubelets, etcd peers, apiservers, load balancer and pods alike. */
export const zonePartition: Fault = define(
  {
    name: 'zone-partition',
    summary: 'Cuts one availability zone off from every other and from the load balancer.',
    notes: {
      applies:
        'First a NetworkChaos partition between the zone’s workload pods and all others; beneath it, in each node of the zone, ' +
        'rules that drop all traffic to and from every other node, its pods, and the load balancer.',
      proof:
        'Chaos Mesh reports exactly those pods as injected and their connections across time out; then connections from each node ' +
        'to every peer (to 20 of them where there are more), which were answered before, time out.',
      heal: 'The nodes’ rules are taken out first, through the container runtime, so that Chaos Mesh reaches its daemons again; then the NetworkChaos is deleted.',
    },
    params: z.strictObject({
      zone: z.string().min(1).describe('A value of topology.kubernetes.io/zone, or "any": one drawn by seed.'),
    }),
  },
  ({ zone }) => ({
    plan: (context) => {
      const zones = [...new Set(context.state.nodes.flatMap((node) => node.zone ?? []))];
      const chosen = draw('zone', zone, zones, context.random);
      const inside = context.state.nodes.filter((node) => node.zone === chosen);
      const outside = context.state.nodes.filter((node) => node.zone !== chosen);
      if (outside.length === 0) {
        throw new HarnessError(
          'unsatisfiable',
          `every node is in zone ${chosen}: there is nothing to cut it off from`,
          {
            hint: 'Label nodes of other zones with topology.kubernetes.io/zone.',
          },
        );
      }
      const pods = partitionPods(context, inside, outside);
      const verb: NodeVerb = { name: 'drop-traffic', peers: peersOf(context.state, outside) };
      const nodes = inside.map(({ name: node }): NodeAction => ({ kind: 'node', node, verb }));
      return {
        // The zone goes at one stroke: its nodes together, once Chaos Mesh has done what it needs its daemons there for.
        steps: pods.length === 0 ? [nodes] : [pods, nodes],
        targets: [
          drawText('zone', chosen, zone, zones),
          `nodes ${inside.map((node) => node.name).join(', ')}`,
          pods.length === 0
            ? 'no workload pods on both sides: cut at the nodes only'
            : `${pods[0]?.targets.length ?? 0} workload pods`,
        ],
        disabledNodes: inside.map((node) => node.name),
      };
    },
  }),
);

function peersOf(state: ClusterState, outside: readonly NodeState[]): readonly Peer[] {
  const nodes = outside.map((node) => ({
    name: node.name,
    address: node.address,
    port: kubeletPort,
    cidrs: node.podCidrs,
  }));
  const balancer = state.loadBalancer;
  return balancer === undefined ? nodes : [...nodes, { ...balancer, port: apiPort, cidrs: [] }];
}

/** The pod layer; none where one side has no pods, because Chaos Mesh refuses an object that selects nothing. */
function partitionPods(
  context: PlanContext,
  inside: readonly NodeState[],
  outside: readonly NodeState[],
): readonly ChaosMeshAction[] {
  const namespace = context.state.workloadNamespace;
  const from = workloadPods(context.state, inside);
  const to = workloadPods(context.state, outside);
  if (from.length === 0 || to.length === 0) return [];
  const object: NetworkChaos = {
    apiVersion,
    kind: 'NetworkChaos',
    metadata: { name: context.name, namespace: context.namespace, labels: context.labels },
    spec: {
      action: 'partition',
      direction: 'both',
      duration: `${Math.ceil((context.durationMs + secondNetMs) / 1000)}s`,
      mode: 'all',
      selector: { namespaces: [namespace], nodes: inside.map((node) => node.name) },
      target: { mode: 'all', selector: { namespaces: [namespace], nodes: outside.map((node) => node.name) } },
    },
  };
  return [
    {
      kind: 'chaos-mesh',
      object,
      targets: [...from, ...to].map((pod) => `${pod.namespace}/${pod.name}`),
      proof: { kind: 'pods-cut-off', from: from.flatMap(podTarget), to: to.flatMap(podTarget) },
    },
  ];
}

function workloadPods(state: ClusterState, nodes: readonly NodeState[]): readonly PodState[] {
  const names = new Set(nodes.map((node) => node.name));
  const pods = state.pods.filter(
    (pod) => pod.namespace === state.workloadNamespace && pod.node !== undefined && names.has(pod.node),
  );
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
