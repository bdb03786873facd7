import type { Random } from '../../../base/random.ts';
import { sameJson } from '../api/merge.ts';
import type { ApiClient } from '../client/api-client.ts';
import type { Process } from '../engine/process.ts';
import { keyOf } from '../store/object.ts';
import { type ChaosRecord, conditionsOf, type Experiment, type RecordEvent, type RecordPhase } from './experiment.ts';
import { goDuration } from './go-duration.ts';

/** What a step of a kind leaves behind: the next phase, and what the object remembers of it. */
interface Effect {
  readonly phase: RecordPhase;
  /** What the object is to remember of this record: the generation to wait for, the processes; null: nothing any more. */
  readonly instance?: unknown;
}

/** What one kind of experiment does. `apply` and `recover` reject with the message that the record is to tell. */
export interface ChaosKind {
  readonly plural: string;
  readonly oneShot: (experiment: Experiment) => boolean;
  readonly select: (experiment: Experiment) => Promise<readonly ChaosRecord[]>;
  readonly apply: (experiment: Experiment, record: ChaosRecord) => Promise<Effect>;
  readonly recover: (experiment: Experiment, record: ChaosRecord) => Promise<Effect>;
}

export interface PipelineContext {
  readonly process: Process;
  readonly client: ApiClient;
  readonly random: Random;
  readonly unixMs: () => number;
  /** RFC 3339, now. */
  readonly stamp: () => string;
  /** Tells of a step on the object, as a Kubernetes event. */
  readonly tell: (experiment: Experiment, event: ChaosEvent) => void;
  /** Looks at the experiment again after so long. */
  readonly again: (key: string, ms: number) => void;
}

export interface ChaosEvent {
  readonly type: 'Normal' | 'Warning';
  readonly reason: string;
  readonly message: string;
}

const finalizer = 'chaos-mesh/records';
const pauseAnnotation = 'experiment.chaos-mesh.org/pause';
const forceAnnotation = 'chaos-mesh.chaos-mesh.org/cleanFinalizer';
/** Most events that a record keeps (MAX_EVENTS). */
const mostEvents = 100;

/**
 * One reconciliation: every step in its order, with a write for each that changes something; `wrote` is told each of them.
 * Rejects to be tried again.
 */
export async function reconcile(
  context: PipelineContext,
  kind: ChaosKind,
  seen: Experiment,
  wrote: (experiment: Experiment) => void,
): Promise<void> {
  let now = seen;
  const write = async (body: object): Promise<void> => {
    now = await patch(context.client, kind, now, body);
    wrote(now);
  };
  const leaving = now.metadata.deletionTimestamp !== undefined;
  const { finalizers = [] } = now.metadata;
  if (!finalizers.includes(finalizer)) {
    if (leaving) return;
    await write({ metadata: { finalizers: [...finalizers, finalizer] } });
    context.tell(now, { type: 'Normal', reason: 'FinalizerInited', message: 'Finalizer has been inited' });
  }
  await setPhase(context, kind, now, write);
  const conditions = conditionsOf(recordsOf(now), isPaused(now) && !leaving);
  if (!sameJson(conditions, now.status?.conditions)) await write({ status: { conditions } });
  await work(context, kind, () => now, write);
  if (!leaving || !mayGo(now)) return;
  const left = (now.metadata.finalizers ?? []).filter((one) => one !== finalizer);
  await write({ metadata: { finalizers: left.length === 0 ? null : left } });
}

function recordsOf({ status }: Experiment): readonly ChaosRecord[] {
  return status?.experiment?.containerRecords ?? [];
}

/** Whether an object that is to go has nothing left to undo, or is not asked about it. */
function mayGo(experiment: Experiment): boolean {
  const forced = experiment.metadata.annotations?.[forceAnnotation] === 'forced';
  return forced || recordsOf(experiment).every(({ phase }) => phase === 'Not Injected');
}

function isPaused({ metadata }: Experiment): boolean {
  return metadata.annotations?.[pauseAnnotation] === 'true';
}

async function patch(
  client: ApiClient,
  { plural }: ChaosKind,
  { metadata }: Experiment,
  body: object,
): Promise<Experiment> {
  const path = `/apis/chaos-mesh.org/v1alpha1/namespaces/${metadata.namespace ?? ''}/${plural}/${metadata.name}`;
  return await client.call<Experiment>('PATCH', path, { body });
}

/** Run or Stop: a duration counts from the object's creation, not from its injection. */
async function setPhase(
  context: PipelineContext,
  kind: ChaosKind,
  experiment: Experiment,
  write: (body: object) => Promise<void>,
): Promise<void> {
  const { metadata, status } = experiment;
  // What is done at once has no end to wait for.
  const left = kind.oneShot(experiment) ? Infinity : timeLeft(context, experiment);
  const leaving = metadata.deletionTimestamp !== undefined;
  const paused = isPaused(experiment) && !kind.oneShot(experiment);
  const desiredPhase = leaving || paused || left <= 0 ? 'Stop' : 'Run';
  if (desiredPhase === 'Run' && left !== Infinity) context.again(keyOf(metadata.namespace, metadata.name), left);
  if (status?.experiment?.desiredPhase === desiredPhase) return;
  await write({ status: { experiment: { desiredPhase } } });
  const reason = desiredPhase === 'Run' ? 'Started' : stopReason(leaving, left);
  context.tell(experiment, { type: 'Normal', reason, message: phaseTexts[reason] });
}

function stopReason(leaving: boolean, leftMs: number): 'Deleted' | 'TimeUp' | 'Paused' {
  if (leaving) return 'Deleted';
  return leftMs <= 0 ? 'TimeUp' : 'Paused';
}

const phaseTexts = {
  Deleted: 'Experiment has been deleted',
  Started: 'Experiment has started',
  TimeUp: 'Time up according to the duration',
  Paused: 'Experiment has been paused',
} as const;

function timeLeft({ unixMs }: PipelineContext, { metadata, spec }: Experiment): number {
  if (spec.duration === undefined) return Infinity;
  const durationMs = goDuration(spec.duration);
  // A duration that cannot be read never ends (the webhook lets only the empty one through).
  if (durationMs === undefined) return Infinity;
  return Date.parse(metadata.creationTimestamp ?? '') + durationMs - unixMs();
}

/** Applies or recovers record by record, one after the other, and writes what came of it in one piece. */
async function work(
  context: PipelineContext,
  kind: ChaosKind,
  current: () => Experiment,
  write: (body: object) => Promise<void>,
): Promise<void> {
  const experiment = current();
  const { desiredPhase = 'Run', containerRecords } = experiment.status?.experiment ?? {};
  const records = containerRecords ?? (desiredPhase === 'Stop' ? [] : await chosen(context, kind, experiment));
  // Where nothing was chosen, nobody looks again until the object changes.
  if (records.length === 0) return;
  // A kind asks the object who the others are: in the first round they are not stored yet.
  const known: Experiment = {
    ...experiment,
    status: { ...experiment.status, experiment: { desiredPhase, containerRecords: records } },
  };
  const done: Done[] = [];
  for (const record of records) done.push(await one(context, kind, known, { record, desiredPhase }));
  const next = done.map(({ record }) => record);
  if (!sameJson(next, containerRecords)) {
    const fresh = done.flatMap(({ record, instance }) => (instance === undefined ? [] : [[record.id, instance]]));
    const instances = { ...experiment.status?.instances, ...(Object.fromEntries(fresh) as Record<string, unknown>) };
    await write({
      status: { experiment: { containerRecords: next }, ...remembered(instances) },
    });
  }
  if (done.some(({ error }) => error)) throw new Error('a record is to be tried again');
}

/** What the object remembers: a part without anything in it is not there. */
function remembered(instances: Readonly<Record<string, unknown>>): object {
  if (Object.keys(instances).length === 0) return {};
  return { instances: Object.values(instances).every((one) => one === null) ? null : instances };
}

async function chosen(
  context: PipelineContext,
  kind: ChaosKind,
  experiment: Experiment,
): Promise<readonly ChaosRecord[]> {
  const fail = (message: string): void =>
    context.tell(experiment, { type: 'Warning', reason: 'Failed', message: `Failed to select targets: ${message}` });
  try {
    const records = await kind.select(experiment);
    if (records.length === 0) fail('no pod is selected');
    return records;
  } catch (error) {
    fail(error instanceof Error ? error.message : String(error));
    throw error;
  }
}

/** From a half-done apply even a stop must first finish it; and the other way round. */
function operationOf(phase: RecordPhase, desired: 'Run' | 'Stop'): 'Apply' | 'Recover' | undefined {
  if (phase === 'Not Injected/Wait') return 'Apply';
  if (phase === 'Injected/Wait') return 'Recover';
  if (desired === 'Run') return phase === 'Injected' ? undefined : 'Apply';
  return phase === 'Not Injected' ? undefined : 'Recover';
}

interface Done {
  readonly record: ChaosRecord;
  readonly instance?: unknown;
  readonly error: boolean;
}

async function one(
  context: PipelineContext,
  kind: ChaosKind,
  experiment: Experiment,
  { record, desiredPhase }: { readonly record: ChaosRecord; readonly desiredPhase: 'Run' | 'Stop' },
): Promise<Done> {
  const operation = operationOf(record.phase, desiredPhase);
  if (operation === undefined) return { record, error: false };
  const verb = operation === 'Apply' ? 'apply' : 'recover';
  try {
    const { phase, instance } = await kind[verb](experiment, record);
    const more = instance === undefined ? {} : { instance };
    const isDone = phase === (operation === 'Apply' ? 'Injected' : 'Not Injected');
    if (!isDone || record.phase === phase) return { record: { ...record, phase }, ...more, error: false };
    const reason = operation === 'Apply' ? 'Applied' : 'Recovered';
    context.tell(experiment, { type: 'Normal', reason, message: `Successfully ${verb} chaos for ${record.id}` });
    const counts =
      operation === 'Apply'
        ? { injectedCount: record.injectedCount + 1 }
        : { recoveredCount: record.recoveredCount + 1 };
    const events = noted(record, { type: 'Succeeded', operation, timestamp: context.stamp() });
    return { record: { ...record, phase, ...counts, events }, ...more, error: false };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    context.tell(experiment, { type: 'Warning', reason: 'Failed', message: `Failed to ${verb} chaos: ${message}` });
    const events = noted(record, { type: 'Failed', operation, message, timestamp: context.stamp() });
    return { record: { ...record, events }, error: true };
  }
}

function noted({ events = [] }: ChaosRecord, event: RecordEvent): readonly RecordEvent[] {
  return [...events, event].slice(-mostEvents);
}
