import type { Experiment } from '../../../../src/backends/sim/chaos-mesh/experiment.ts';
import { httpClient, type Outcome } from '../../../../src/backends/sim/http/client.ts';
import type { Pod } from '../../../../src/backends/sim/objects.ts';
import type { RunningContainer } from '../../../../src/backends/sim/kubelet/runtime.ts';
import { type PodSights, sightsIn } from '../../../../src/backends/sim/pod-sights.ts';
import { create, type Lab } from '../lab.ts';

const group = '/apis/chaos-mesh.org/v1alpha1/namespaces/default';

/** Takes a pod by its name. */
export function podSelector(pod: Pod | undefined): object {
  return { selector: { pods: { default: [pod?.metadata.name ?? ''] } }, mode: 'all' };
}

/** Creates an experiment in the namespace `default`. */
export async function createChaos(lab: Lab, kind: string, name: string, spec: object): Promise<void> {
  const object = { apiVersion: 'chaos-mesh.org/v1alpha1', kind, metadata: { name, namespace: 'default' }, spec };
  await create(lab, `${group}/${kind.toLowerCase()}`, object);
}

export async function removeChaos({ harness, signal }: Lab, kind: string, name: string): Promise<void> {
  await harness.client.remove(`${group}/${kind.toLowerCase()}/${name}`, { signal });
}

/** The object as it is stored. */
export function stored({ world }: Lab, kind: string, name: string): Experiment | undefined {
  return world.store.get(`${kind.toLowerCase()}.chaos-mesh.org`, `default/${name}`) as Experiment | undefined;
}

/** Phase and last message of its only record. */
export function recordOf(lab: Lab, kind: string, name: string): string {
  const [record] = stored(lab, kind, name)?.status?.experiment?.containerRecords ?? [];
  const message = record?.events?.at(-1)?.message;
  return `${record?.phase ?? 'none'}${message === undefined ? '' : `: ${message}`}`;
}

/** The pod as the API has it now. */
export function podNow({ world }: Lab, pod: Pod | undefined): Pod | undefined {
  return world.store.get('pods', `default/${pod?.metadata.name ?? ''}`) as Pod | undefined;
}

/** Its container, as its node's runtime has it. */
export function containerIn({ world }: Lab, pod: Pod | undefined): RunningContainer | undefined {
  const runtime = world.nodes.get(pod?.spec.nodeName ?? '')?.runtime;
  return runtime?.containers().find((one) => one.pod === pod?.metadata.name);
}

/** What is seen in its container. */
export function sights({ world }: Lab, pod: Pod | undefined): PodSights {
  const container = pod?.spec.containers[0]?.name ?? '';
  return sightsIn(world, {
    node: pod?.spec.nodeName ?? '',
    namespace: 'default',
    pod: pod?.metadata.name ?? '',
    container,
  });
}

export interface Asked {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Asks a pod itself, on a new connection, from the node that it runs on; with how long that took. */
export async function ask(
  lab: Lab,
  pod: Pod | undefined,
  asked: Asked = {},
): Promise<Outcome & { readonly tookMs: number }> {
  const { world, harness, clock } = lab;
  const node = world.nodes.get(pod?.spec.nodeName ?? '');
  if (node === undefined) throw new Error('the pod has no node');
  const http = httpClient(world.network, harness.operator, node.on);
  const startedAt = clock.now();
  const { method = 'GET', path = '/', headers = {} } = asked;
  const outcome = await new Promise<Outcome>((done) => {
    http.call(
      { method, path, headers, body: undefined },
      { to: { address: pod?.status?.podIP ?? '', port: 8080 }, use: 'new', tls: false, timeoutMs: 30_000 },
      { done },
    );
  });
  return { ...outcome, tookMs: clock.now() - startedAt };
}
