import type { StoredObject } from '../../store/object.ts';
import type { ApiContext } from '../handler.ts';
import type { Resource } from '../resources.ts';
import { newPod, templateDefaults } from './pod.ts';
import { newService, serviceDefaults } from './service.ts';
import { type Json, over } from './over.ts';
import { newJob, workloadDefaults } from './workload.ts';
import { textOf } from '../types/tree.ts';

/** What the API gives to an object that does not say it itself, whenever it is written: what clients and controllers count on. */
export function defaulted(object: StoredObject, { kind, custom }: Resource): StoredObject {
  if (custom !== undefined) return object;
  const spec = (object['spec'] ?? {}) as Json;
  const with_ = (made: Json): StoredObject => ({ ...object, spec: made });
  switch (kind) {
    case 'Pod':
      return with_(templateDefaults(spec));
    case 'Service':
      return with_(serviceDefaults(spec));
    case 'Secret':
      return secret(object);
    case 'Namespace': {
      const { name, labels } = object.metadata;
      return {
        ...object,
        metadata: { ...object.metadata, labels: { ...labels, 'kubernetes.io/metadata.name': name } },
      };
    }
    case 'PersistentVolumeClaim':
      return with_(over({ volumeMode: 'Filesystem' }, spec));
    case 'HorizontalPodAutoscaler':
      return with_(over({ minReplicas: 1 }, spec));
    case 'CustomResourceDefinition':
      return with_(definitionDefaults(spec));
    default: {
      const made = workloadDefaults(kind, spec);
      return made === undefined ? object : with_(made);
    }
  }
}

/** What a new object begins with: its first status, addresses that are drawn, tolerations that admission adds. */
export function begun(object: StoredObject, { kind, custom }: Resource, context: ApiContext): StoredObject {
  if (custom !== undefined) return chaos(object);
  switch (kind) {
    case 'Pod':
      return newPod(object, context);
    case 'Namespace':
      return { ...object, spec: { finalizers: ['kubernetes'] }, status: { phase: 'Active' } };
    case 'Service':
      return newService(object, context);
    case 'Job':
      return newJob(object);
    case 'CustomResourceDefinition':
      return { ...object, status: definitionStatus(object, context.timestamp()) };
    case 'Deployment':
    case 'DaemonSet':
    case 'StatefulSet':
    case 'ReplicaSet':
      return { ...object, status: object['status'] ?? firstStatus[kind] };
    default:
      return object;
  }
}

const firstStatus = {
  Deployment: {},
  DaemonSet: { currentNumberScheduled: 0, desiredNumberScheduled: 0, numberMisscheduled: 0, numberReady: 0 },
  StatefulSet: { replicas: 0, availableReplicas: 0 },
  ReplicaSet: { replicas: 0 },
} as const;

function chaos(object: StoredObject): StoredObject {
  // Chaos Mesh's mutating webhook writes it so.
  const isExperiment =
    object.apiVersion.startsWith('chaos-mesh.org/') && /^(?!Pod(Http|IO|Network)).*Chaos$/.test(object.kind);
  return isExperiment ? { ...object, status: { experiment: {} } } : object;
}

function secret(object: StoredObject): StoredObject {
  const { stringData, ...rest } = object;
  const texts = Object.entries((stringData ?? {}) as Readonly<Record<string, string>>);
  const encoded = Object.fromEntries(texts.map(([key, text]) => [key, Buffer.from(text).toString('base64')]));
  const data = texts.length === 0 ? {} : { data: { ...(object['data'] as object | undefined), ...encoded } };
  return { type: 'Opaque', ...rest, ...data };
}

function definitionDefaults(spec: Json): Json {
  const names = (spec['names'] ?? {}) as Json;
  const kind = textOf(names['kind']);
  return {
    ...over({ conversion: { strategy: 'None' } }, spec),
    names: over({ singular: kind.toLowerCase(), listKind: `${kind}List` }, names),
  };
}

function definitionStatus(object: StoredObject, at: string): object {
  const { names, versions = [] } = object['spec'] as {
    names: object;
    versions?: readonly { name: string; storage: boolean }[];
  };
  const condition = (type: string, reason: string, message: string): object => ({
    type,
    status: 'True',
    lastTransitionTime: at,
    reason,
    message,
  });
  return {
    acceptedNames: names,
    storedVersions: versions.filter(({ storage }) => storage).map(({ name }) => name),
    conditions: [
      condition('NamesAccepted', 'NoConflicts', 'no conflicts found'),
      condition('Established', 'InitialNamesAccepted', 'the initial names have been accepted'),
    ],
  };
}
