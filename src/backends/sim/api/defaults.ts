import type { StoredObject } from '../store/object.ts';
import type { ApiContext } from './handler.ts';

interface Toleration {
  readonly key?: string;
  readonly operator?: string;
  readonly effect?: string;
  readonly tolerationSeconds?: number;
}

/** What the API gives to a new object that does not say it itself: what reading clients and controllers count on. */
export function defaulted(id: string, object: StoredObject, context: ApiContext): StoredObject {
  if (id === 'pods') return podDefaults(object, context);
  if (id === 'namespaces') return { spec: { finalizers: ['kubernetes'] }, ...object, status: { phase: 'Active' } };
  if (id === 'services') return serviceDefaults(object, context);
  if (id === 'podchaos.chaos-mesh.org' || id === 'networkchaos.chaos-mesh.org') {
    // Chaos Mesh's mutating webhook writes it so.
    return { ...object, status: { experiment: {} } };
  }
  return object;
}

function podDefaults(object: StoredObject, { tolerationSeconds }: ApiContext): StoredObject {
  const spec = object['spec'] as Readonly<Record<string, unknown>> & { readonly tolerations?: readonly Toleration[] };
  const tolerations = spec.tolerations ?? [];
  const missing = (key: string, seconds: number): readonly Toleration[] =>
    tolerations.some((one) => (one.key === undefined || one.key === key) && (one.effect ?? 'NoExecute') === 'NoExecute')
      ? []
      : [{ key, operator: 'Exists', effect: 'NoExecute', tolerationSeconds: seconds }];
  return {
    ...object,
    spec: {
      restartPolicy: 'Always',
      terminationGracePeriodSeconds: 30,
      schedulerName: 'default-scheduler',
      ...spec,
      tolerations: [
        ...tolerations,
        ...missing('node.kubernetes.io/not-ready', tolerationSeconds.notReady),
        ...missing('node.kubernetes.io/unreachable', tolerationSeconds.unreachable),
      ],
    },
    status: { phase: 'Pending', qosClass: 'Burstable', ...(object['status'] as object | undefined) },
  };
}

interface ServiceSpec {
  readonly type?: string;
  readonly clusterIP?: string;
  readonly ports?: readonly { readonly port: number; readonly nodePort?: number; readonly protocol?: string }[];
}

/** Addresses and node ports are drawn, as the API's allocators do. */
function serviceDefaults(object: StoredObject, context: ApiContext): StoredObject {
  const spec = object['spec'] as ServiceSpec;
  const draw = Number.parseInt(context.newUid().slice(0, 8), 16);
  const open = spec.type === 'NodePort' || spec.type === 'LoadBalancer';
  return {
    ...object,
    spec: {
      type: 'ClusterIP',
      clusterIP: `10.96.${(draw >> 8) & 255}.${draw & 255}`,
      ...spec,
      ports: (spec.ports ?? []).map((port, index) => ({
        protocol: 'TCP',
        ...(open ? { nodePort: 30_000 + ((draw + index) % 2768) } : {}),
        ...port,
      })),
    },
    status: { loadBalancer: {} },
  };
}
