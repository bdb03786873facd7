import { type ApiClient, apiClient } from '../client/api-client.ts';
import { startInformer } from '../client/informer.ts';
import { electLeader } from '../client/leader-election.ts';
import { keyQueue } from '../client/work-queue.ts';
import { keyOf, type StoredObject } from '../store/object.ts';
import type { Program, ProgramContext } from '../programs/program.ts';
import { apiPlace, microStamp, stamp } from '../world.ts';
import { daemonClient } from './daemon-client.ts';
import type { ChaosEvent, ChaosKind } from './pipeline.ts';
import { reconcile } from './pipeline.ts';
import { type Experiment, onlyEventsDiffer } from './experiment.ts';
import type { HelperObject } from './helper-object.ts';
import { allHelpers, allKinds } from './kinds.ts';
import { runSchedules } from './schedule/controller.ts';
import { runWorkflows } from './workflow/controller.ts';
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
    const client = apiClient({
      world,
      process,
      from: on,
      to,
      user: 'chaos-controller-manager',
      warm,
    });
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
        stamp: () => microStamp(process),
        onStartedLeading: () => lead(context, client),
      });
    });
  },
};

function lead(context: ProgramContext, client: ApiClient): void {
  const { world, process } = context;
  const random = world.random.fork(`chaos of ${process.name} ${process.now()}`);
  const daemons = daemonClient(client, context);
  const parts = { client, daemons, random, context };
  const say = (object: StoredObject, event: ChaosEvent): void => tell(context, client, object, event);
  const changed = (object: StoredObject): void => {
    schedules.childChanged(object);
    workflows.objectChanged(object);
  };
  const running = new Map(
    allKinds.map((make) => {
      const kind = make(parts);
      return [kind.plural, runKind(context, client, kind, changed)];
    }),
  );
  const experiments = (): readonly StoredObject[] => [...running.values()].flatMap(({ all }) => [...all()]);
  const schedules = runSchedules({
    process,
    client,
    random: random.fork('schedules'),
    children: () => [...experiments(), ...workflows.all()],
    changed: (schedule) => workflows.objectChanged(schedule),
    tell: say,
  });
  const workflows = runWorkflows({
    process,
    client,
    objects: () => [...experiments(), ...schedules.all()],
    changed: (workflow) => schedules.childChanged(workflow),
    tell: say,
  });
  for (const { plural, usedBy, carryOut, targetOf } of allHelpers) {
    const helpers = startInformer<HelperObject>({
      process,
      client,
      path: `${group}/${plural}`,
      onChange: ({ key, after }) => {
        if (after !== undefined) queue.add(key);
        running.get(usedBy)?.touch(targetOf(key, after));
      },
    });
    const queue = keyQueue(process, async (key) => {
      const helper = helpers.get(key);
      if (helper !== undefined) await carryOut(client, daemons, helper);
    });
  }
}

interface RunningKind {
  /** Looks at the experiments that have a record of this target. */
  readonly touch: (target: string) => void;
  readonly all: () => Iterable<Experiment>;
}

/** Watches a kind's experiments, and works on one of them at a time. */
function runKind(
  context: ProgramContext,
  client: ApiClient,
  kind: ChaosKind,
  changed: (experiment: Experiment) => void,
): RunningKind {
  const { world, process } = context;
  const random = world.random.fork(`${kind.plural} of ${process.name} ${process.now()}`);
  /** The newest revision that this process wrote: what the informer shows before it is old. */
  const written = new Map<string, number>();
  const timers = new Map<string, () => void>();
  const pipeline = {
    process,
    client,
    random,
    unixMs: () => process.unixMs(),
    stamp: () => stamp(process),
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
    onChange: ({ key, before, after }) => {
      if (after === undefined) written.delete(key);
      else if (before === undefined || !onlyEventsDiffer(before, after)) queue.add(key);
      const experiment = after ?? before;
      if (experiment !== undefined) changed(experiment);
    },
  });
  return {
    all: () => experiments.values(),
    touch: (target) => {
      for (const { metadata } of experiments.under('target', target))
        queue.add(keyOf(metadata.namespace, metadata.name));
    },
  };
}

/** A Kubernetes event on the object: nobody waits for it. */
function tell({ process }: ProgramContext, client: ApiClient, object: StoredObject, event: ChaosEvent): void {
  const { namespace = '', name, uid } = object.metadata;
  const now = stamp(process);
  const body = {
    metadata: { generateName: `${name}.`, namespace },
    involvedObject: { apiVersion: object.apiVersion, kind: object.kind, name, namespace, uid },
    ...event,
    count: 1,
    firstTimestamp: now,
    lastTimestamp: now,
  };
  client.call('POST', `/api/v1/namespaces/${namespace}/events`, { body }).catch(() => undefined);
}
