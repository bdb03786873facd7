import type { ChaosRecord, ChaosStatus, PodChaos } from 'chaos-mesh-types';
import { type ApiClient, apiClient } from '../client/api-client.ts';
import { startInformer } from '../client/informer.ts';
import { electLeader } from '../client/leader-election.ts';
import { keyQueue } from '../client/work-queue.ts';
import { type HttpClient, httpClient } from '../http/client.ts';
import { type Pod, selects } from '../objects.ts';
import type { Program, ProgramContext } from '../programs/program.ts';
import type { StoredObject } from '../store/object.ts';
import { apiPlace, microStamp, stamp } from '../world.ts';
import { type DaemonCall, daemonPort } from './daemon.ts';

type StoredPodChaos = StoredObject & { readonly spec: PodChaos['spec']; readonly status?: ChaosStatus };

const finalizer = 'chaos-mesh/records';

interface Controller extends ProgramContext {
  readonly client: ApiClient;
  readonly http: HttpClient;
}

/** chaos-controller-manager: the leader takes each experiment through its steps, with a write for every step. */
export const chaosController: Program = {
  name: 'chaos-controller-manager',
  runs: ({ metadata }, container) =>
    metadata.labels?.['app.kubernetes.io/component'] === 'controller-manager' && container === 'chaos-mesh',
  start: (context) => {
    const { world, node, process, on, pod, warm } = context;
    const { network, params } = world;
    const random = world.random.fork(`${process.name} ${process.now()}`);
    const client = apiClient({
      network,
      process,
      from: on,
      to: apiPlace(world, node, false),
      user: 'chaos-controller-manager',
    });
    const controller: Controller = { ...context, client, http: httpClient(network, process, on) };
    const lead = (): void => {
      const queue = keyQueue(process, async (key) => {
        const stored = experiments.get(key);
        if (stored !== undefined) await step(controller, stored);
      });
      const experiments = startInformer<StoredPodChaos>({
        process,
        client,
        path: '/apis/chaos-mesh.org/v1alpha1/podchaos',
        onChange: ({ key, after }) => {
          if (after !== undefined) queue.add(key);
        },
      });
    };
    process.after(warm ? 0 : 1000, () =>
      electLeader({
        process,
        client,
        namespace: 'chaos-mesh',
        name: 'chaos-mesh',
        identity: `${pod.metadata.name}_${Math.floor(random.next() * 2 ** 32).toString(16)}`,
        // Chaos Mesh has the defaults of the controllers' library, and no flags for them here.
        leaseDurationMs: 15_000,
        renewDeadlineMs: 10_000,
        retryPeriodMs: params.controllerManager.leaderElectRetryPeriodMs,
        jitter: random.next,
        stamp: () => microStamp(world),
        onStartedLeading: lead,
      }),
    );
  },
};

/** One step towards what the object wants; the write that it makes brings the object back here. */
async function step(controller: Controller, chaos: StoredPodChaos): Promise<void> {
  const { metadata, status } = chaos;
  const experiment = status?.experiment;
  const leaving = metadata.deletionTimestamp !== undefined;
  if (metadata.finalizers?.includes(finalizer) !== true) {
    if (!leaving) await patch(controller, chaos, { metadata: { finalizers: [finalizer] } });
    return;
  }
  const desiredPhase = leaving ? 'Stop' : 'Run';
  if (experiment?.desiredPhase !== desiredPhase) {
    await patch(controller, chaos, { status: { experiment: { desiredPhase } } });
    return;
  }
  const records = experiment.containerRecords ?? (leaving ? [] : await selected(controller, chaos));
  const next: ChaosRecord[] = [];
  for (const record of records)
    next.push(leaving ? recovered(controller, record) : await applied(controller, chaos, record));
  const conditions = conditionsOf(next, desiredPhase);
  const changed =
    JSON.stringify([next, conditions]) !== JSON.stringify([experiment.containerRecords, status?.conditions]);
  if (changed)
    await patch(controller, chaos, { status: { conditions, experiment: { desiredPhase, containerRecords: next } } });
  else if (leaving && next.every(({ phase }) => phase === 'Not Injected')) {
    await patch(controller, chaos, { metadata: { finalizers: null } });
  }
}

async function patch({ client }: Controller, { metadata }: StoredPodChaos, body: unknown): Promise<void> {
  const path = `/apis/chaos-mesh.org/v1alpha1/namespaces/${metadata.namespace ?? ''}/podchaos/${metadata.name}`;
  await client.call('PATCH', path, { body });
}

async function selected({ client }: Controller, { spec }: StoredPodChaos): Promise<readonly ChaosRecord[]> {
  const { namespaces = [], labelSelectors, nodes } = spec.selector;
  const records: ChaosRecord[] = [];
  for (const namespace of namespaces) {
    const { items } = await client.call<{ readonly items: readonly Pod[] }>(
      'GET',
      `/api/v1/namespaces/${namespace}/pods`,
    );
    for (const pod of items) {
      if (labelSelectors !== undefined && !selects(labelSelectors, pod.metadata.labels)) continue;
      if (nodes !== undefined && !nodes.includes(pod.spec.nodeName ?? '')) continue;
      const id = `${namespace}/${pod.metadata.name}`;
      const ids = spec.action === 'container-kill' ? spec.containerNames.map((name) => `${id}/${name}`) : [id];
      records.push(
        ...ids.map((one) => ({
          id: one,
          selectorKey: '.',
          phase: 'Not Injected' as const,
          injectedCount: 0,
          recoveredCount: 0,
        })),
      );
    }
  }
  return records;
}

async function applied(controller: Controller, chaos: StoredPodChaos, record: ChaosRecord): Promise<ChaosRecord> {
  if (record.phase === 'Injected') return record;
  const timestamp = stamp(controller.world);
  try {
    await inject(controller, chaos, record.id);
    const event = { type: 'Succeeded' as const, operation: 'Apply' as const, timestamp };
    return {
      ...record,
      phase: 'Injected',
      injectedCount: record.injectedCount + 1,
      events: [...(record.events ?? []), event],
    };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const event = { type: 'Failed' as const, operation: 'Apply' as const, message, timestamp };
    return { ...record, events: [...(record.events ?? []), event] };
  }
}

function recovered({ world }: Controller, record: ChaosRecord): ChaosRecord {
  if (record.phase === 'Not Injected') return record;
  const event = { type: 'Succeeded' as const, operation: 'Recover' as const, timestamp: stamp(world) };
  return {
    ...record,
    phase: 'Not Injected',
    recoveredCount: record.recoveredCount + 1,
    events: [...(record.events ?? []), event],
  };
}

async function inject({ client, http, world }: Controller, chaos: StoredPodChaos, id: string): Promise<void> {
  const [namespace = '', name = '', container = ''] = id.split('/');
  const path = `/api/v1/namespaces/${namespace}/pods/${name}`;
  if (chaos.spec.action === 'pod-kill') {
    await client.call('DELETE', path, { body: { gracePeriodSeconds: chaos.spec.gracePeriod ?? 0 } });
    return;
  }
  const pod = await client.call<Pod>('GET', path);
  const containerId = pod.status?.containerStatuses?.find((one) => one.name === container)?.containerID;
  const node = world.nodes.get(pod.spec.nodeName ?? '');
  if (containerId === undefined || node === undefined) throw new Error(`container ${container} not found`);
  const body: DaemonCall = { call: 'kill', containerId };
  const daemon = await daemonOn(client, node.name);
  await new Promise<void>((resolve, reject) => {
    http.call(
      { method: 'POST', path: '/', headers: {}, body },
      { to: { address: daemon, port: daemonPort }, use: 'shared', tls: true },
      {
        done: (outcome) => {
          if (outcome.answer?.status === 200) resolve();
          else reject(new Error(outcome.answer === undefined ? outcome.detail : String(outcome.answer.body)));
        },
      },
    );
  });
}

async function daemonOn(client: ApiClient, node: string): Promise<string> {
  const path = '/api/v1/namespaces/chaos-mesh/pods?labelSelector=app.kubernetes.io%2Fcomponent%3Dchaos-daemon';
  const { items } = await client.call<{ readonly items: readonly Pod[] }>('GET', path);
  const address = items.find(({ spec }) => spec.nodeName === node)?.status?.podIP;
  if (address === undefined) throw new Error(`cannot find daemonIP on node ${node}`);
  return address;
}

function conditionsOf(records: readonly ChaosRecord[], phase: 'Run' | 'Stop'): NonNullable<ChaosStatus['conditions']> {
  const all = (wanted: ChaosRecord['phase']): boolean =>
    records.length > 0 && records.every((record) => record.phase === wanted);
  const say = (holds: boolean): 'True' | 'False' => (holds ? 'True' : 'False');
  return [
    { type: 'Selected', status: say(records.length > 0) },
    { type: 'AllInjected', status: say(all('Injected')) },
    { type: 'AllRecovered', status: say(phase === 'Stop' && all('Not Injected')) },
    { type: 'Paused', status: 'False' },
  ];
}
