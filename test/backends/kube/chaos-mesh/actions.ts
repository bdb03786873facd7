import { apiVersion, type ChaosStatus } from 'chaos-mesh-types';
import { readFileSync } from 'node:fs';
import type { ChaosMeshAction } from '../../../../src/core/action.ts';
import { runLabels } from '../../../../src/core/identity.ts';

const file = new URL('../../../fixtures/chaos-mesh/statuses.json', import.meta.url);

/** Statuses that a real Chaos Mesh wrote, by what it was doing. */
export const recorded = JSON.parse(readFileSync(file, 'utf8')) as Readonly<Record<string, ChaosStatus>>;

/** A kill of one container, `kube-system/etcd-a/etcd`. */
export function killAction(): ChaosMeshAction {
  return {
    kind: 'chaos-mesh',
    object: {
      apiVersion,
      kind: 'PodChaos',
      metadata: { name: 'as-1', namespace: 'run', labels: runLabels('r1') },
      spec: {
        action: 'container-kill',
        mode: 'all',
        containerNames: ['etcd'],
        selector: { namespaces: ['kube-system'], nodes: ['a'] },
      },
    },
    targets: ['kube-system/etcd-a/etcd'],
    proof: {
      kind: 'containers-replaced',
      containers: [
        {
          namespace: 'kube-system',
          pod: 'etcd-a',
          container: 'etcd',
          node: 'a',
          containerId: 'containerd://old',
          restarts: 2,
        },
      ],
    },
  };
}

/** A partition of one pod from another. */
export function cutAction(): ChaosMeshAction {
  return {
    kind: 'chaos-mesh',
    object: {
      apiVersion,
      kind: 'NetworkChaos',
      metadata: { name: 'as-1', namespace: 'run', labels: runLabels('r1') },
      spec: {
        action: 'partition',
        direction: 'both',
        mode: 'all',
        selector: { namespaces: ['web'], nodes: ['a'] },
        target: { mode: 'all', selector: { namespaces: ['web'], nodes: ['b'] } },
      },
    },
    targets: ['web/web-1', 'web/web-2'],
    proof: { kind: 'pods-cut-off', from: [], to: [] },
  };
}

/** The status of an object whose only record is the target of `killAction`. */
export function injectedStatus(id = 'kube-system/etcd-a/etcd'): ChaosStatus {
  return {
    conditions: [{ type: 'AllInjected', status: 'True' }],
    experiment: {
      desiredPhase: 'Run',
      containerRecords: [{ id, selectorKey: '.', phase: 'Injected', injectedCount: 1, recoveredCount: 0 }],
    },
  };
}
