import { apiVersion, type PodChaos } from 'chaos-mesh-types';
import type { ChaosMeshAction, ContainerTarget } from '../core/action.ts';
import type { ClusterState, PodState } from '../core/cluster-state.ts';
import { HarnessError } from '../core/errors.ts';
import type { PlanContext } from '../core/fault.ts';

/** The static pods of one control-plane component, those that run on a node. */
export function componentPods(
  state: ClusterState,
  component: string,
): readonly (PodState & { readonly node: string })[] {
  return state.pods.flatMap((pod) =>
    pod.namespace === 'kube-system' && pod.labels['component'] === component && pod.node !== undefined
      ? [{ ...pod, node: pod.node }]
      : [],
  );
}

/**
 * Kills a control-plane container on some nodes at once. container-kill, not pod-kill: for a static pod the latter deletes the
 * mirror object only, and says AllInjected (docs/faults.md).
 */
export function killContainers(context: PlanContext, component: string, nodes: readonly string[]): ChaosMeshAction {
  const containers = nodes.map((node) => containerOn(context.state, component, node));
  const object: PodChaos = {
    apiVersion,
    kind: 'PodChaos',
    metadata: { name: context.name, namespace: context.namespace, labels: context.labels },
    spec: {
      action: 'container-kill',
      mode: 'all',
      containerNames: [component],
      selector: { namespaces: ['kube-system'], labelSelectors: { component }, nodes: [...nodes] },
    },
  };
  return {
    kind: 'chaos-mesh',
    object,
    targets: containers.map(({ namespace, pod }) => `${namespace}/${pod}/${component}`),
    proof: { kind: 'containers-replaced', containers },
  };
}

function containerOn(state: ClusterState, component: string, node: string): ContainerTarget {
  const pod = componentPods(state, component).find((candidate) => candidate.node === node);
  const container = pod?.containers.find((candidate) => candidate.name === component);
  if (pod === undefined || container === undefined) {
    throw new HarnessError('unsatisfiable', `node ${node} runs no ${component} container`, {
      hint: 'Choose a control-plane node, or "any".',
    });
  }
  const { containerId, restarts } = container;
  return { namespace: pod.namespace, pod: pod.name, container: component, node, containerId, restarts };
}

/** What `explain` says of every container kill. */
export const containerKillNotes = {
  applies: 'A PodChaos container-kill of the static pod’s container (SIGKILL through the container runtime).',
  proof: 'Chaos Mesh reports exactly that container as injected, and the pod runs it under a new container id.',
  heal: 'The kubelet starts the container again; the PodChaos object is deleted.',
};
