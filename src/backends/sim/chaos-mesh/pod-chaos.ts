import { type ApiClient, CallError } from '../client/api-client.ts';
import { type Container, containerIdOf, type Pod } from '../objects.ts';
import { freshRecord } from './containers.ts';
import type { DaemonClient } from './daemon-client.ts';
import type { Experiment } from './experiment.ts';
import type { KindParts } from './kind-parts.ts';
import type { ChaosKind } from './pipeline.ts';
import { selectPods } from './select.ts';

/** What pod-failure puts in place of an image (chart: controllerManager.podChaos.podFailure.pauseImage). */
const pauseImage = 'gcr.io/google-containers/pause:latest';
const notFound = 404;

/** PodChaos: pod-kill deletes the object, container-kill has the daemon kill the process, pod-failure changes the images. */
export function podChaos({ client, daemons, random }: KindParts): ChaosKind {
  return {
    plural: 'podchaos',
    oneShot: ({ spec }) => spec.action !== 'pod-failure',
    select: async ({ spec }) => {
      const pods = await selectPods(client, spec, random);
      return pods.flatMap(({ metadata, spec: { containers } }) => {
        const id = `${metadata.namespace ?? ''}/${metadata.name}`;
        if (spec.action !== 'container-kill') return [freshRecord(id, '.')];
        const names = spec.containerNames ?? containers.slice(0, 1).map(({ name }) => name);
        const there = names.filter((name) => containers.some((container) => container.name === name));
        return there.map((name) => freshRecord(`${id}/${name}`, '.'));
      });
    },
    apply: async (experiment, { id }) => {
      const { action, gracePeriod } = experiment.spec;
      if (action === 'pod-kill') {
        await client.call('DELETE', pathOf(id), { body: { gracePeriodSeconds: gracePeriod ?? 0 } });
      } else if (action === 'container-kill') await killContainer(client, daemons, id);
      else await fail(client, experiment, id);
      return { phase: 'Injected' };
    },
    recover: async (experiment, { id }) => {
      if (experiment.spec.action === 'pod-failure') await unfail(client, experiment, id);
      return { phase: 'Not Injected' };
    },
  };
}

function pathOf(id: string): string {
  const [namespace = '', name = ''] = id.split('/');
  return `/api/v1/namespaces/${namespace}/pods/${name}`;
}

async function killContainer(client: ApiClient, daemons: DaemonClient, id: string): Promise<void> {
  const container = id.split('/')[2] ?? '';
  const pod = await client.call<Pod>('GET', pathOf(id));
  const containerId = containerIdOf(pod, container);
  if (containerId === undefined) throw new Error(`container ${container} not found`);
  await daemons.ask(pod.spec.nodeName ?? '', { call: 'kill', containerId });
}

const noteOf = ({ metadata, spec }: Experiment, container: string): string =>
  `chaos-mesh-${metadata.name}-${spec.action}-${container}-normal-image`;

async function fail(client: ApiClient, experiment: Experiment, id: string): Promise<void> {
  const { metadata, spec } = await client.call<Pod>('GET', pathOf(id));
  const annotations = Object.fromEntries(spec.containers.map(({ name, image }) => [noteOf(experiment, name), image]));
  const body = {
    metadata: { annotations: { ...metadata.annotations, ...annotations } },
    spec: { containers: spec.containers.map((one): Container => ({ ...one, image: pauseImage })) },
  };
  await client.call('PATCH', pathOf(id), { body });
}

/** A pod that is gone counts as recovered. */
async function unfail(client: ApiClient, experiment: Experiment, id: string): Promise<void> {
  try {
    const { metadata, spec } = await client.call<Pod>('GET', pathOf(id));
    const containers = spec.containers.map(
      (one): Container => ({ ...one, image: metadata.annotations?.[noteOf(experiment, one.name)] ?? one.image }),
    );
    const annotations = Object.fromEntries(spec.containers.map(({ name }) => [noteOf(experiment, name), null]));
    await client.call('PATCH', pathOf(id), { body: { metadata: { annotations }, spec: { containers } } });
  } catch (error) {
    if (!(error instanceof CallError && error.status === notFound)) throw error;
  }
}
