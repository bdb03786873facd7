import { apiVersion, type PodChaos } from 'chaos-mesh-types';
import type { ChaosMeshAction } from '../core/action.ts';
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
 * Kills one control-plane container. container-kill, not pod-kill: for a static pod the latter deletes the mirror object
 * only, and says AllInjected (docs/faults.md).
 */
export function killContainer(context: PlanContext, component: string, node: string): ChaosMeshAction {
  const pod = componentPods(context.state, component).find((candidate) => candidate.node === node);
  const container = pod?.containers.find((candidate) => candidate.name === component);
  if (pod === undefined || container === undefined) {
    throw new HarnessError('unsatisfiable', `node ${node} runs no ${component} container`, {
      hint: 'Choose a control-plane node, or "any".',
    });
  }
  const object: PodChaos = {
    apiVersion,
    kind: 'PodChaos',
    metadata: { name: context.name, namespace: context.namespace, labels: context.labels },
    spec: {
      action: 'container-kill',
      mode: 'all',
      containerNames: [component],
      selector: { namespaces: [pod.namespace], labelSelectors: { component }, nodes: [node] },
    },
  };
  return {
    kind: 'chaos-mesh',
    object,
    targets: [`${pod.namespace}/${pod.name}/${component}`],
    proof: {
      kind: 'containers-replaced',
      containers: [
        {
          namespace: pod.namespace,
          pod: pod.name,
          container: component,
          node,
          containerId: container.containerId,
          restarts: container.restarts,
        },
      ],
    },
  };
}

/** What `explain` says of every container kill. */
export const containerKillNotes = {
  applies: 'A PodChaos container-kill of the static pod’s container (SIGKILL through the container runtime).',
  proof: 'Chaos Mesh reports exactly that container as injected, and the pod runs it under a new container id.',
  heal: 'The kubelet starts the container again; the PodChaos object is deleted.',
};
