import { type ApiClient, apiClient } from '../client/api-client.ts';
import { startInformer } from '../client/informer.ts';
import { electLeader } from '../client/leader-election.ts';
import { keyQueue } from '../client/work-queue.ts';
import { keyOf } from '../store/object.ts';
import type { Program, ProgramContext } from '../programs/program.ts';
import { apiPlace, microStamp, stamp } from '../world.ts';
import { daemonClient } from './daemon-client.ts';
import type { ChaosEvent, ChaosKind } from './pipeline.ts';
import { reconcile } from './pipeline.ts';
import type { Experiment } from './experiment.ts';
import { networkChaos, type PodNetworkChaos } from './network-chaos.ts';
import { podChaos } from './pod-chaos.ts';
import { carryOut } from './pod-network.ts';
import { serveWebhooks } from './webhook-server.ts';

const group = '/apis/chaos-mesh.org/v1alpha1';
/** From its process's start until it competes (assumed). */
const startUpMs = 1000;
/** Chaos Mesh has the defaults of the controllers' library, and no flags for them (sigs.k8s.io/controller-runtime). */
const leaseDurationMs = 15_000;
const renewDeadlineMs = 10_000;
const retryPeriodMs = 2000;

/** chaos-controller-manager: the leader takes each experiment through its steps, one at a time of each kind. */
export const chaosController: Program = {
  name: 'chaos-controller-manager',
  runs: ({ metadata }, container) =>
    metadata.labels?.['app.kubernetes.io/component'] === 'controller-manager' && container === 'chaos-mesh',
  start: (context) => {
    const { world, node, process, on, pod, warm } = context;
    const random = world.random.fork(`${process.name} ${process.now()}`);
    const to = apiPlace(world, node, false);
    const client = apiClient({ network: world.network, process, from: on, to, user: 'chaos-controller-manager' });
    process.after(warm ? 0 : startUpMs, () => {
      serveWebhooks(context);
      electLeader({
        process,
        client,
        namespace: 'chaos-mesh',
        name: 'chaos-mesh',
        identity: `${pod.metadata.name}_${Math.floor(random.next() * 2 ** 32).toString(16)}`,
        leaseDurationMs,
        renewDeadlineMs,
        retryPeriodMs,
        jitter: random.next,
        stamp: () => microStamp(world),
        onStartedLeading: () => lead(context, client),
      });
    });
  },
};

function lead(context: ProgramContext, client: ApiClient): void {
  const { world, process } = context;
  const random = world.random.fork(`chaos of ${process.name} ${process.now()}`);
  const daemons = daemonClient(client, context);
  runKind(context, client, podChaos(client, daemons, random));
  const network = runKind(context, client, networkChaos(client, random));
  const helpers = startInformer<PodNetworkChaos>({
    process,
    client,
    path: `${group}/podnetworkchaos`,
    onChange: ({ key, after }) => {
      if (after !== undefined) queue.add(key);
      network.touch(key);
    },
  });
  const queue = keyQueue(process, async (key) => {
    const helper = helpers.get(key);
    if (helper !== undefined) await carryOut(client, daemons, helper);
  });
}

interface RunningKind {
  /** Looks at the experiments that have a record of this target. */
  readonly touch: (target: string) => void;
}

/** Watches a kind's experiments, and works on one of them at a time. */
function runKind(context: ProgramContext, client: ApiClient, kind: ChaosKind): RunningKind {
  const { world, process } = context;
  const random = world.random.fork(`${kind.plural} of ${process.name} ${process.now()}`);
  /** The newest revision that this process wrote: what the informer shows before it is old. */
  const written = new Map<string, number>();
  const timers = new Map<string, () => void>();
  const pipeline = {
    process,
    client,
    random,
    unixMs: () => world.agenda.startedAtUnixMs + world.agenda.now(),
    stamp: () => stamp(world),
    tell: (experiment: Experiment, event: ChaosEvent) => tell(context, client, experiment, event),
    again: (key: string, ms: number) => {
      timers.get(key)?.();
      timers.set(
        key,
        process.after(ms, () => queue.add(key)),
      );
    },
  };
  const queue = keyQueue(process, async (key) => {
    const experiment = experiments.get(key);
    if (experiment === undefined) return;
    if (Number(experiment.metadata.resourceVersion) < (written.get(key) ?? 0)) return;
    await reconcile(pipeline, kind, experiment, ({ metadata }) => written.set(key, Number(metadata.resourceVersion)));
  });
  const experiments = startInformer<Experiment>({
    process,
    client,
    indexes: { target: ({ status }) => (status?.experiment?.containerRecords ?? []).map(({ id }) => id) },
    path: `${group}/${kind.plural}`,
    onChange: ({ key, after }) => {
      if (after !== undefined) queue.add(key);
      else written.delete(key);
    },
  });
  return {
    touch: (target) => {
      for (const { metadata } of experiments.under('target', target))
        queue.add(keyOf(metadata.namespace, metadata.name));
    },
  };
}

/** A Kubernetes event on the object: nobody waits for it. */
function tell({ world }: ProgramContext, client: ApiClient, experiment: Experiment, event: ChaosEvent): void {
  const { namespace = '', name, uid } = experiment.metadata;
  const now = stamp(world);
  const body = {
    metadata: { generateName: `${name}.`, namespace },
    involvedObject: { apiVersion: experiment.apiVersion, kind: experiment.kind, name, namespace, uid },
    ...event,
    count: 1,
    firstTimestamp: now,
    lastTimestamp: now,
  };
  client.call('POST', `/api/v1/namespaces/${namespace}/events`, { body }).catch(() => undefined);
}
