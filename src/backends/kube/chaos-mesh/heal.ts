import { limitOn } from '../../../base/clock.ts';
import type { ChaosMeshAction } from '../../../core/action.ts';
import type { NoteStage } from '../../../core/cluster.ts';
import { HarnessError, messageOf } from '../../../core/errors.ts';
import { passing, retrying } from '../api-error.ts';
import type { ChaosAccess } from './access.ts';
import { complaint, helperPath, objectPath, recordedTargets, type StoredChaos } from './paths.ts';
import { judge } from './status.ts';
import { wipe } from './wipe.ts';

const pollMs = 250;
const lastWordMs = 5000;
/** After an ambiguous create the object may appear after the first 404. */
const lateCreateMs = 3000;

/** An action whose targets are known: from its plan, or from what Chaos Mesh noted of it. */
type KnownAction = ChaosMeshAction & { readonly targets: readonly string[] };

/** A step of the ladder, taken when the object is still there after so long, counted while the API answers. */
interface Rung {
  readonly afterMs: number;
  readonly what: string;
  readonly act: (access: ChaosAccess, action: KnownAction, signal: AbortSignal) => Promise<void>;
}

// Chaos Mesh recovers before it lets an object go; what stands in its way is taken out step by step.
const ladder: readonly Rung[] = [
  {
    afterMs: 60_000,
    what: 'asking Chaos Mesh to let it go (cleanFinalizer: forced)',
    act: async ({ client }, { object }, signal) => {
      const annotations = { 'chaos-mesh.chaos-mesh.org/cleanFinalizer': 'forced' };
      await client.patch(objectPath(object), { metadata: { annotations } }, { signal });
    },
  },
  {
    afterMs: 70_000,
    what: 'deleting the helper objects of its pods',
    act: async ({ client }, { object, targets }, signal) => {
      for (const [namespace = '', pod = ''] of targets.map((id) => id.split('/'))) {
        const path = helperPath(object.kind, namespace, pod);
        if (path !== undefined) await client.remove(path, { signal });
      }
    },
  },
  {
    afterMs: 80_000,
    what: 'undoing it in its pods by hand, and taking its finalizers away',
    act: async (access, action, signal) => {
      // In this order: an object without finalizers is gone, and with it the memory of what it did.
      await wipe(access, action, signal);
      await access.client.patch(objectPath(action.object), { metadata: { finalizers: null } }, { signal });
    },
  },
];

/** Deletes the object and waits until it is gone: 404. `mayAppear`: a create was sent whose answer never came. */
export async function healChaos(
  access: ChaosAccess,
  action: ChaosMeshAction,
  stage: { readonly mayAppear: () => boolean; readonly signal: AbortSignal; readonly note: NoteStage },
): Promise<void> {
  const { client, clock } = access;
  const { signal, note } = stage;
  const onWait = (error: Error): void =>
    access.note(`healing ${action.object.metadata.name} waits: ${messageOf(error)}`);
  const path = objectPath(action.object);
  note('healing');
  const until = clock.now() + (stage.mayAppear() ? lateCreateMs : 0);
  for (;;) {
    const deleted = await retrying({ clock, signal, onWait }, () => client.remove(path, { signal }));
    if (deleted) return await awaitGone(access, action, signal, note);
    if (clock.now() >= until) break;
    await clock.sleep(pollMs, signal);
  }
  note('healed');
  note('gone');
}

async function awaitGone(
  access: ChaosAccess,
  action: ChaosMeshAction,
  signal: AbortSignal,
  note: NoteStage,
): Promise<void> {
  const { client, clock } = access;
  const path = objectPath(action.object);
  let waitedMs = 0;
  let healed = false;
  let known: KnownAction = { ...action, targets: action.targets ?? [] };
  const rungs = [...ladder];
  while (!signal.aborted) {
    try {
      const stored = await client.get<StoredChaos>(path, { signal });
      if (known.targets.length === 0) known = { ...known, targets: recordedTargets(stored) };
      if (!healed && (stored === undefined || judge(stored.status, known.targets).state === 'recovered')) {
        healed = true;
        note('healed');
      }
      if (stored === undefined) return note('gone');
      const rung = rungs[0];
      if (rung !== undefined && waitedMs >= rung.afterMs) {
        rungs.shift();
        const why = await complaint(client, action.object, known.targets, signal);
        access.note(`${action.object.metadata.name} is still there${inBrackets(why)}: ${rung.what}`);
        await rung.act(access, known, signal).catch((error: unknown) => {
          // It may have gone between the look and the step; else the next step is tried.
          access.note(`${action.object.metadata.name}: ${messageOf(error)}`);
        });
      }
      waitedMs += pollMs;
    } catch (error) {
      // An outage is waited out, and is not held against Chaos Mesh.
      if (!passing(error)) throw error;
    }
    await clock.sleep(pollMs, signal);
  }
  const last = limitOn(clock, lastWordMs);
  const why = await complaint(client, action.object, known.targets, last.signal).finally(last.dispose);
  throw notHealed(action, why);
}

function inBrackets(why: string | undefined): string {
  return why === undefined ? '' : ` (${why})`;
}

function notHealed({ object }: ChaosMeshAction, why: string | undefined): HarnessError {
  const { name, namespace } = object.metadata;
  return new HarnessError(
    'not-healed',
    `${object.kind} ${namespace}/${name} is still there${why === undefined ? '' : `: ${why}`}`,
    {
      hint: 'Run: npm run chaos -- recover',
    },
  );
}
