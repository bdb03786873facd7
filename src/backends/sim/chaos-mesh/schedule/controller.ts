import type { Random } from '../../../../base/random.ts';
import { sameJson } from '../../api/merge.ts';
import { type ApiClient, CallError } from '../../client/api-client.ts';
import { startInformer } from '../../client/informer.ts';
import { type KeyQueue, keyQueue } from '../../client/work-queue.ts';
import { nameDraws } from '../../engine/name-draws.ts';
import type { Process } from '../../engine/process.ts';
import { keyOf, type StoredObject } from '../../store/object.ts';
import { stamp } from '../../world.ts';
import type { Experiment } from '../experiment.ts';
import type { ChaosEvent } from '../pipeline.ts';
import { type Cron, parseCron } from './cron.ts';
import { isFinished } from './finished.ts';
import { blockName, childrenOf, isPaused, pausedBody, pluralOf, type Schedule } from './schedule.ts';

const group = '/apis/chaos-mesh.org/v1alpha1';
/** client-go, util/retry: DefaultBackoff. */
const conflictWaitsMs = [10, 50, 250];
const conflict = 409;
/** The collector looks again at what is not finished yet (assumed). */
const collectAgainMs = 1000;
const mostMissed = 100;

export interface ScheduleParts {
  readonly process: Process;
  readonly client: ApiClient;
  readonly random: Random;
  /** Experiments and Workflows, of all kinds. */
  readonly children: () => Iterable<StoredObject>;
  /** A Schedule that a Workflow made may have changed. */
  readonly changed: (schedule: Schedule) => void;
  readonly tell: (object: StoredObject, event: ChaosEvent) => void;
}

/** Spawns what Schedules say when it is due, lists it, pauses it with them, and removes what is too old. */
export function runSchedules(parts: ScheduleParts): {
  readonly childChanged: (child: StoredObject) => void;
  readonly all: () => Iterable<Schedule>;
} {
  const { process, client } = parts;
  const schedules = startInformer<Schedule>({
    process,
    client,
    path: `${group}/schedules`,
    onChange: ({ key, before, after }) => {
      if (after !== undefined) for (const queue of queues) queue.add(key);
      const schedule = after ?? before;
      if (schedule !== undefined) parts.changed(schedule);
    },
  });
  const timers = new Map<string, () => void>();
  const later = (queue: KeyQueue, name: string, key: string, ms: number): void => {
    timers.get(`${name} ${key}`)?.();
    timers.set(
      `${name} ${key}`,
      process.after(ms, () => queue.add(key)),
    );
  };
  /** A controller of Schedules: `sync` answers after how long it wants to look again. */
  const controller = (name: string, sync: (schedule: Schedule) => Promise<number | undefined>): KeyQueue => {
    const queue = keyQueue(process, async (key) => {
      const schedule = schedules.get(key);
      if (schedule === undefined || schedule.metadata.deletionTimestamp !== undefined) return;
      const ms = await sync(schedule);
      if (ms !== undefined) later(queue, name, key, ms);
    });
    return queue;
  };
  const current = (schedule: Schedule): Schedule =>
    schedules.get(keyOf(schedule.metadata.namespace, schedule.metadata.name)) ?? schedule;
  const queues = [
    controller('cron', (schedule) => spawnIfDue(parts, schedule, current)),
    controller('active', (schedule) => listActive(parts, schedule, current)),
    controller('gc', (schedule) => removeOld(parts, schedule)),
    controller('pause', (schedule) => passPauseOn(parts, schedule)),
  ];
  return {
    all: () => schedules.values(),
    childChanged: ({ metadata }) => {
      const owner = metadata.labels?.['managed-by'];
      if (owner === undefined) return;
      for (const queue of queues) queue.add(keyOf(metadata.namespace, owner));
    },
  };
}

/** Writes a part of a status, as often as others write in between; what it knows of the object is its own copy. */
async function writeStatus(
  { process, client }: ScheduleParts,
  schedule: Schedule,
  current: (schedule: Schedule) => Schedule,
  status: object,
): Promise<void> {
  for (const waitMs of [...conflictWaitsMs, undefined]) {
    const { metadata } = current(schedule);
    const path = `${group}/namespaces/${metadata.namespace ?? ''}/schedules/${metadata.name}`;
    try {
      await client.call('PATCH', path, { body: { metadata: { resourceVersion: metadata.resourceVersion }, status } });
      return;
    } catch (error) {
      if (!(error instanceof CallError && error.status === conflict) || waitMs === undefined) throw error;
      await process.sleep(waitMs);
    }
  }
}

type Due = { readonly missedAt: number } | { readonly nextAt: number | undefined };

function dueOf({ metadata, spec, status }: Schedule, cron: Cron, now: number): Due {
  let from = Date.parse(status?.time ?? metadata.creationTimestamp ?? '');
  const { startingDeadlineSeconds } = spec;
  if (startingDeadlineSeconds !== undefined) from = Math.max(from, now - startingDeadlineSeconds * 1000);
  let missedAt: number | undefined;
  let count = 0;
  for (let at = cron.next(from); at !== undefined && at <= now; at = cron.next(at)) {
    missedAt = at;
    count += 1;
    if (count > mostMissed) {
      const advice = 'Set or decrease .spec.startingDeadlineSeconds or check clock skew';
      throw new Error(`too many missed start time (> ${mostMissed}). ${advice}`);
    }
  }
  return missedAt === undefined ? { nextAt: cron.next(now) } : { missedAt };
}

async function spawnIfDue(
  parts: ScheduleParts,
  schedule: Schedule,
  current: (schedule: Schedule) => Schedule,
): Promise<number | undefined> {
  const { process, client, tell } = parts;
  if (isPaused(schedule)) return undefined;
  const now = process.unixMs();
  const fail = (what: string, error: unknown): undefined => {
    const why = error instanceof Error ? error.message : String(error);
    tell(schedule, { type: 'Warning', reason: 'Failed', message: `Failed to ${what}: ${why}` });
  };
  let due: Due;
  try {
    due = dueOf(schedule, parseCron(schedule.spec.schedule), now);
  } catch (error) {
    return fail('get run time', error);
  }
  if ('nextAt' in due) return due.nextAt === undefined ? undefined : due.nextAt - now;
  const running = childrenOf(schedule, parts.children()).find((child) => !isFinished(child, now));
  if (schedule.spec.concurrencyPolicy !== 'Allow' && running !== undefined) {
    const message = `Forbid spawning new job because: ${running.metadata.name} is still running`;
    tell(schedule, { type: 'Warning', reason: 'Forbid', message });
    return undefined;
  }
  const { namespace = '' } = schedule.metadata;
  const child = childObject(schedule, parts.random);
  try {
    await client.call('POST', `${group}/namespaces/${namespace}/${pluralOf(schedule.spec.type)}`, { body: child });
  } catch (error) {
    return fail('create new object', error);
  }
  tell(schedule, { type: 'Normal', reason: 'Spawned', message: `Create new object: ${child.metadata.name}` });
  try {
    await writeStatus(parts, schedule, current, { time: stamp(process) });
  } catch (error) {
    return fail('update lastScheduleTime', error);
  }
  const message = 'Successfully update lastScheduleTime of resource';
  tell(schedule, { type: 'Normal', reason: 'Updated', message });
  return undefined;
}

const longestBase = 58;

function childObject({ apiVersion, kind, metadata, spec }: Schedule, random: Random): StoredObjectDraft {
  const suffix = nameDraws(random).suffix();
  const { name, uid, namespace = '' } = metadata;
  return {
    apiVersion,
    kind: spec.type,
    metadata: {
      name: `${`${name}-`.slice(0, longestBase)}${suffix}`,
      namespace,
      labels: { 'managed-by': name },
      ownerReferences: [{ apiVersion, kind, name, uid, controller: true, blockOwnerDeletion: true }],
    },
    spec: spec[blockName(spec.type)],
  };
}

interface StoredObjectDraft {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly [part: string]: unknown };
  readonly spec: unknown;
}

async function listActive(
  parts: ScheduleParts,
  schedule: Schedule,
  current: (schedule: Schedule) => Schedule,
): Promise<undefined> {
  const active = childrenOf(schedule, parts.children()).map(({ apiVersion, kind, metadata }) => ({
    apiVersion,
    kind,
    name: metadata.name,
    namespace: metadata.namespace ?? '',
    resourceVersion: metadata.resourceVersion,
    uid: metadata.uid,
  }));
  if (sameJson(active, schedule.status?.active ?? [])) return;
  await writeStatus(parts, schedule, current, { active: active.length === 0 ? null : active });
}

/** Without a limit nothing is kept. */
async function removeOld(parts: ScheduleParts, schedule: Schedule): Promise<number | undefined> {
  const { client, process, tell } = parts;
  const byAge = (a: Experiment, b: Experiment): number =>
    Date.parse(a.metadata.creationTimestamp ?? '') - Date.parse(b.metadata.creationTimestamp ?? '');
  const children = [...childrenOf(schedule, parts.children())].sort(byAge);
  const tooMany = children.length - (schedule.spec.historyLimit ?? 0);
  let waits = false;
  for (const child of children.slice(0, Math.max(0, tooMany))) {
    if (child.metadata.deletionTimestamp !== undefined) continue;
    if (!isFinished(child, process.unixMs())) {
      if (!waits) tell(schedule, skipped(child));
      waits = true;
      continue;
    }
    const { namespace = '', name } = child.metadata;
    await client
      .call('DELETE', `${group}/namespaces/${namespace}/${pluralOf(child.kind)}/${name}`)
      .catch(() => undefined);
  }
  return waits ? collectAgainMs : undefined;
}

function skipped({ metadata }: Experiment): ChaosEvent {
  return { type: 'Warning', reason: 'Skip', message: `Skip removing history: ${metadata.name} is still running` };
}

async function passPauseOn(parts: ScheduleParts, schedule: Schedule): Promise<undefined> {
  if (schedule.spec.type === 'Workflow') {
    if (!isPaused(schedule)) return;
    const message = 'pausing a workflow schedule is not supported';
    parts.tell(schedule, { type: 'Warning', reason: 'NotSupported', message });
    return;
  }
  for (const child of childrenOf(schedule, parts.children())) {
    if (isPaused(child) === isPaused(schedule)) continue;
    const { namespace = '', name } = child.metadata;
    const path = `${group}/namespaces/${namespace}/${pluralOf(child.kind)}/${name}`;
    await parts.client.call('PATCH', path, { body: pausedBody(isPaused(schedule)) });
  }
}
