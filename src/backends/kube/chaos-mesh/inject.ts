import type { ChaosMeshAction } from '../../../core/action.ts';
import type { NoteStage } from '../../../core/cluster.ts';
import { HarnessError } from '../../../core/errors.ts';
import { runLabel } from '../../../core/identity.ts';
import { ApiError, passing, retrying } from '../api-error.ts';
import type { ChaosAccess } from './access.ts';
import { collectionPath, complaint, objectPath, recordedTargets, type StoredChaos } from './paths.ts';
import { judge, type Judgement } from './status.ts';

const pollMs = 100;
/** An API or a webhook that is away for longer than this will not take the object at all. */
const acceptWithinMs = 60_000;
/** Partitions of a few pods take 2 to 4 s; Chaos Mesh itself tries for ever. */
const injectWithinMs = 60_000;
/** A controller that selects says so in the same second; its first status says False before it has looked. */
const selectWithinMs = 5000;
/** A record is written within this, unless the deed itself is in its way. */
const recordWithinMs = 1000;

/** What the wait for an injection goes by besides the object's status. */
export interface InjectionWatch {
  readonly signal: AbortSignal;
  readonly note: NoteStage;
  /** Whether the deed is seen to be done; only for deeds that are over at once. */
  readonly struck: ((signal: AbortSignal) => Promise<boolean>) | undefined;
}

/** Stores the object, after a dry run that goes through every webhook. A repeat of an answered create finds its own object. */
export async function applyChaos(access: ChaosAccess, { object }: ChaosMeshAction, signal: AbortSignal): Promise<void> {
  const { client, clock, note } = access;
  const path = `${collectionPath(object.kind, object.metadata.namespace)}?fieldValidation=Strict`;
  const onWait = (error: Error): void => note(`${object.metadata.name} is not accepted yet: ${error.message}`);
  const patience = { clock, signal, budgetMs: acceptWithinMs, onWait };
  const timeoutMs = 10_000;
  const accept = async (query: string): Promise<void> => {
    await retrying(patience, async () => {
      try {
        await client.create(path + query, object, { signal, timeoutMs });
      } catch (error) {
        if (!(error instanceof ApiError && error.status === 409 && (await isOurs(access, object, signal)))) throw error;
      }
    });
  };
  try {
    await accept('&dryRun=All');
    await accept('');
  } catch (error) {
    if (error instanceof ApiError && [400, 403, 422].includes(error.status)) {
      throw new HarnessError(
        'unavailable',
        `the cluster refuses ${object.kind} ${object.metadata.name}: ${error.message}`,
        {
          cause: error,
          hint: 'Read the message: it is the API server’s, or a webhook’s of Chaos Mesh.',
        },
      );
    }
    throw error;
  }
}

/**
 * Waits until Chaos Mesh says that exactly the targets, or whichever it chose, are injected. A kill that is seen at its targets, but not noted, is taken
 * back: Chaos Mesh kills again until it can write the record down. Throws HarnessError('unsatisfiable' | 'unproven').
 */
export async function awaitInjected(
  access: ChaosAccess,
  action: ChaosMeshAction,
  watch: InjectionWatch,
): Promise<void> {
  const { clock } = access;
  const { signal, note } = watch;
  const startedAt = clock.now();
  let last: Judgement = { state: 'pending', reason: 'its status was not read yet' };
  while (clock.now() - startedAt < injectWithinMs) {
    last = await lookAt(access, action, signal);
    if (last.state === 'injected') return note('injected');
    if (signal.aborted) throw interrupted(signal, action);
    if (last.state === 'mismatch' || last.state === 'recovered') break;
    const waitedMs = clock.now() - startedAt;
    if (last.state === 'unselected' && (await failedToSelect(access, action, signal))) {
      if (waitedMs > selectWithinMs) break;
    } else if (waitedMs > recordWithinMs && (await struckAndTakenBack(access, action, watch, last))) {
      return note('injected');
    }
    await clock.sleep(pollMs, signal);
  }
  throw await whyNot(access, action, last, signal);
}

async function lookAt(access: ChaosAccess, action: ChaosMeshAction, signal: AbortSignal): Promise<Judgement> {
  try {
    const stored = await access.client.get<StoredChaos>(objectPath(action.object), { signal });
    if (stored === undefined) throw new HarnessError('unproven', `${title(action)} vanished before it was injected`);
    return judge(stored.status, action.targets ?? recordedTargets(stored));
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return { state: 'pending', reason: error.message };
  }
}

/** Deletes the object of a deed that is seen to be done. False while the API is away: Chaos Mesh may have its say first. */
async function struckAndTakenBack(
  access: ChaosAccess,
  { object }: ChaosMeshAction,
  { signal, struck }: InjectionWatch,
  last: Judgement,
): Promise<boolean> {
  if ((await struck?.(signal)) !== true) return false;
  try {
    await access.client.remove(objectPath(object), { signal });
  } catch (error) {
    if (passing(error)) return false;
    throw error;
  }
  const why = 'reason' in last ? last.reason : last.state;
  access.note(`${object.metadata.name} has struck, and is taken back before it strikes again; its record: ${why}`);
  return true;
}

/**
 * Whether Chaos Mesh itself says that it found no target. Records without targets do not: they are written after the deed, and
 * what kills etcd's leader holds that write up for as long as an election takes.
 */
async function failedToSelect(access: ChaosAccess, action: ChaosMeshAction, signal: AbortSignal): Promise<boolean> {
  const words = await complaint(access.client, action.object, action.targets ?? [], signal);
  return words?.startsWith('Failed to select targets') === true;
}

async function whyNot(
  access: ChaosAccess,
  action: ChaosMeshAction,
  last: Judgement,
  signal: AbortSignal,
): Promise<HarnessError> {
  const own = 'reason' in last ? last.reason : 'it was over before it was seen';
  const theirs = await complaint(access.client, action.object, action.targets ?? [], signal);
  const reason = theirs === undefined || own.includes(theirs) ? own : `${own} (${theirs})`;
  if (last.state === 'unselected') {
    return new HarnessError('unsatisfiable', `${title(action)} found no target: ${reason}`, {
      hint: 'Look at the selector of the object, and at the pods that it should find.',
    });
  }
  return new HarnessError('unproven', `${title(action)} was not injected: ${reason}`, {
    hint: 'Look at the object’s events, and at the log of chaos-daemon on the target’s node.',
  });
}

async function isOurs(access: ChaosAccess, object: ChaosMeshAction['object'], signal: AbortSignal): Promise<boolean> {
  const stored = await access.client.get<StoredChaos>(objectPath(object), { signal });
  const run = object.metadata.labels?.[runLabel];
  return run !== undefined && stored?.metadata.labels?.[runLabel] === run;
}

function interrupted(signal: AbortSignal, action: ChaosMeshAction): HarnessError {
  if (signal.reason instanceof HarnessError) return signal.reason;
  return new HarnessError('unproven', `${title(action)}: the wait for its injection was called off`, {
    cause: signal.reason,
  });
}

function title({ object }: ChaosMeshAction): string {
  return `${object.kind} ${object.metadata.name}`;
}
