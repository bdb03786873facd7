import type { ApiClient } from '../client/api-client.ts';
import type { FileFault } from '../kubelet/files.ts';
import { containerIdOf } from '../objects.ts';
import { containerRecords } from './containers.ts';
import type { DaemonClient } from './daemon-client.ts';
import type { ChaosRecord, Experiment } from './experiment.ts';
import { goDuration } from './go-duration.ts';
import { carryOut, type HelperObject, Refusal, throughHelper } from './helper-object.ts';
import type { KindParts } from './kind-parts.ts';
import type { ChaosKind } from './pipeline.ts';

/** One experiment's part of what is done to a container's files. */
interface IoAction {
  readonly type: FileFault['type'];
  readonly path: string;
  readonly percent: number;
  readonly methods?: readonly string[];
  readonly faults?: readonly { readonly errno: number; readonly weight: number }[];
  readonly latency?: string;
  readonly source: string;
}

interface PodIoSpec {
  readonly volumeMountPath: string;
  readonly container?: string;
  readonly actions?: readonly IoAction[];
}

const plural = 'podiochaos';

/** IOChaos: latencies and errors of what containers do with the files of a volume. */
export function ioChaos({ client, random }: KindParts): ChaosKind {
  return {
    plural: 'iochaos',
    oneShot: () => false,
    select: ({ spec }) => containerRecords(client, spec, random),
    ...throughHelper<PodIoSpec>(client, {
      plural,
      startsAgain: true,
      nameFor: ({ id }) => id.split('/').slice(1).join('-'),
      without: (spec, experiment, record) => {
        const source = sourceOf(experiment, record);
        return {
          volumeMountPath: experiment.spec.volumePath ?? spec?.volumeMountPath ?? '',
          container: containerOf(record),
          actions: (spec?.actions ?? []).filter((one) => one.source !== source),
        };
      },
      added: (rest, experiment, record) => ({
        ...rest,
        actions: [...(rest.actions ?? []), actionOf(experiment, record)],
      }),
    }),
  };
}

/** The record that a helper, which bears the names of its pod and container, belongs to. */
export function ioTargetOf(key: string, helper: HelperObject | undefined): string {
  const { container = '' } = (helper?.spec ?? {}) as { readonly container?: string };
  return container === '' ? key : `${key.slice(0, -container.length - 1)}/${container}`;
}

function containerOf({ id }: ChaosRecord): string {
  return id.split('/')[2] ?? '';
}

function sourceOf({ metadata }: Experiment, record: ChaosRecord): string {
  return `${metadata.namespace ?? ''}/${metadata.name}-${containerOf(record)}`;
}

function actionOf(experiment: Experiment, record: ChaosRecord): IoAction {
  const { action, path = '', percent = 100, methods, errno = 0, delay } = experiment.spec;
  return {
    type: action as FileFault['type'],
    path,
    percent,
    ...(methods === undefined ? {} : { methods }),
    faults: [{ errno, weight: 1 }],
    ...(typeof delay === 'string' ? { latency: delay } : {}),
    source: sourceOf(experiment, record),
  };
}

/** Carries out what a PodIOChaos says, through the daemon of the pod's node. */
export async function carryOutIo(client: ApiClient, daemons: DaemonClient, helper: HelperObject): Promise<void> {
  const { volumeMountPath, container = '', actions = [] } = helper.spec as PodIoSpec;
  const podName = helper.metadata.name.slice(0, -container.length - 1);
  await carryOut(client, helper, {
    plural,
    podName,
    act: async (pod) => {
      const containerId = containerIdOf(pod, container);
      if (containerId === undefined) throw new Refusal('container not found');
      const faults = actions.map(faultOf);
      try {
        await daemons.ask(pod.spec.nodeName ?? '', {
          call: 'apply-io',
          containerId,
          volumePath: volumeMountPath,
          faults,
        });
      } catch (error) {
        const why = error instanceof Error ? error.message : String(error);
        throw new Error(`failed to apply for pod ${pod.metadata.namespace ?? ''}/${podName}: ${why}`, { cause: error });
      }
    },
  });
}

function faultOf({ type, path, percent, methods = [], faults = [], latency = '' }: IoAction): FileFault {
  return {
    type,
    path: path === '' ? undefined : path,
    methods,
    percent,
    delayMs: goDuration(latency) ?? 0,
    errno: faults[0]?.errno ?? 0,
  };
}
