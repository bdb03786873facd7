import type { Clock } from '../../base/clock.ts';
import type { Canaries } from '../../core/cluster.ts';
import { managedBy, managedByLabel } from '../../core/identity.ts';
import type { CanaryObservation } from '../../core/observation.ts';
import { conditionStatus, type Pod } from './api-types.ts';
import { watchResource, type WatchAccess } from './watch.ts';

/** Where canaries are started, and what they run. */
export interface CanaryPlace {
  readonly namespace: string;
  /** An image with Node that the nodes have already: a pull would be what is measured. */
  readonly image: string;
}

type Stage = CanaryObservation['stage'];

const purpose = { 'aftershock.dev/purpose': 'canary' } as const;
const createTimeoutMs = 5000;

/** Canaries in the run's own namespace. */
export function kubeCanaries(access: WatchAccess & { readonly clock: Clock }, place: CanaryPlace): Canaries {
  const { client } = access;
  const path = `/api/v1/namespaces/${place.namespace}/pods`;
  return {
    create: async (name, signal) => {
      await client.create(path, canaryPod(name, place), { signal, timeoutMs: createTimeoutMs });
    },
    remove: async (name, signal) => {
      // Without a grace period: a canary does nothing that could be lost.
      await client.remove(`${path}/${name}?gracePeriodSeconds=0`, { signal });
    },
    watch: async (emit, signal) => {
      const told = new Set<string>();
      await watchResource<Pod>(access, {
        path,
        onChange: (at, change, pod) => {
          if (pod.metadata.labels?.['aftershock.dev/purpose'] !== 'canary') return;
          const { name } = pod.metadata;
          for (const stage of change === 'gone' ? (['ended'] as const) : stagesOf(pod)) {
            if (told.has(`${name} ${stage}`)) continue;
            told.add(`${name} ${stage}`);
            emit({ kind: 'canary', at, name, stage });
          }
        },
        onSight: (at, state, detail) =>
          emit({ kind: 'watch', at, resource: 'canaries', state, ...(detail === undefined ? {} : { detail }) }),
        signal,
      });
    },
  };
}

/** How far a pod has come. */
export function stagesOf({ spec, status }: Pod): readonly Stage[] {
  const conditions = status?.conditions;
  const containers = status?.containerStatuses ?? [];
  const started = containers.length > 0 && containers.every(({ state }) => state?.running?.startedAt !== undefined);
  const reached: readonly (readonly [Stage, boolean])[] = [
    ['created', true],
    ['scheduled', spec.nodeName !== undefined],
    ['sandbox', conditionStatus(conditions, 'PodReadyToStartContainers') === 'True'],
    ['started', started],
    ['ready', conditionStatus(conditions, 'Ready') === 'True'],
  ];
  return reached.filter(([, is]) => is).map(([stage]) => stage);
}

function canaryPod(name: string, { namespace, image }: CanaryPlace): unknown {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace, labels: { [managedByLabel]: managedBy, ...purpose } },
    spec: {
      restartPolicy: 'Never',
      terminationGracePeriodSeconds: 0,
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      securityContext: { runAsNonRoot: true, runAsUser: 1000, seccompProfile: { type: 'RuntimeDefault' } },
      containers: [
        {
          name: 'canary',
          image,
          imagePullPolicy: 'IfNotPresent',
          command: ['sleep', '3600'],
          resources: { requests: { cpu: '1m', memory: '8Mi' }, limits: { memory: '32Mi' } },
          securityContext: {
            allowPrivilegeEscalation: false,
            readOnlyRootFilesystem: true,
            capabilities: { drop: ['ALL'] },
          },
        },
      ],
    },
  };
}
