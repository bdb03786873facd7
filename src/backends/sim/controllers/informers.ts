import type { ApiClient } from '../client/api-client.ts';
import { startInformer } from '../client/informer.ts';
import type { Process } from '../engine/process.ts';
import type {
  EndpointSlice,
  HorizontalPodAutoscaler,
  Lease,
  Node,
  Pod,
  PodDisruptionBudget,
  Service,
  Workload,
} from '../objects.ts';
import { keyOf, type StoredObject } from '../store/object.ts';
import type { Informers, SharedInformer } from './controller.ts';

/** Starts the informers of a controller-manager, and calls `synced` when all have listed once. */
export function sharedInformers(process: Process, client: ApiClient, synced: () => void): Informers {
  let missing = 0;
  const onSynced = (): void => {
    missing -= 1;
    if (missing === 0) synced();
  };
  const shared = <T extends StoredObject>(
    path: string,
    indexes: Readonly<Record<string, (object: T) => readonly string[]>> = {},
  ): SharedInformer<T> => {
    missing += 1;
    const listeners: ((before: T | undefined, after: T | undefined) => void)[] = [];
    const informer = startInformer<T>({
      process,
      client,
      path,
      indexes,
      onSynced,
      onChange: ({ before, after }) => listeners.forEach((listener) => listener(before, after)),
    });
    return { ...informer, onChange: (listener) => void listeners.push(listener) };
  };
  const inNamespace = ({ metadata }: StoredObject): readonly string[] => [metadata.namespace ?? ''];
  const byOwner = ({ metadata }: StoredObject): readonly string[] =>
    (metadata.ownerReferences ?? []).filter(({ controller }) => controller === true).map(({ uid }) => uid);
  return {
    pods: shared<Pod>('/api/v1/pods', {
      owner: byOwner,
      node: ({ spec }) => [spec.nodeName ?? ''],
      namespace: inNamespace,
    }),
    nodes: shared<Node>('/api/v1/nodes'),
    namespaces: shared('/api/v1/namespaces'),
    deployments: shared<Workload>('/apis/apps/v1/deployments', { namespace: inNamespace }),
    daemonSets: shared<Workload>('/apis/apps/v1/daemonsets', { namespace: inNamespace }),
    statefulSets: shared<Workload>('/apis/apps/v1/statefulsets', { namespace: inNamespace }),
    jobs: shared<Workload>('/apis/batch/v1/jobs', { namespace: inNamespace }),
    budgets: shared<PodDisruptionBudget>('/apis/policy/v1/poddisruptionbudgets', { namespace: inNamespace }),
    autoscalers: shared<HorizontalPodAutoscaler>('/apis/autoscaling/v2/horizontalpodautoscalers'),
    nodeLeases: shared<Lease>('/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases'),
    replicaSets: shared<Workload>('/apis/apps/v1/replicasets', { owner: byOwner, namespace: inNamespace }),
    services: shared<Service>('/api/v1/services', { namespace: inNamespace }),
    endpointSlices: shared<EndpointSlice>('/apis/discovery.k8s.io/v1/endpointslices', {
      service: ({ metadata }) => [keyOf(metadata.namespace, metadata.labels?.['kubernetes.io/service-name'] ?? '')],
    }),
  };
}
