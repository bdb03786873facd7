import type { ApiVerbOf } from '../../../core/api-verb.ts';
import { messageOf } from '../../../core/errors.ts';
import { runLabel } from '../../../core/identity.ts';
import { retrying } from '../api-error.ts';
import type { KubeObject } from '../api-types.ts';
import { lookAtField } from './field-sight.ts';
import type { ApiAccess, ApiVerbKind } from './verb-kind.ts';

type Patch = ApiVerbOf<'patch'>;
type Json = Readonly<Record<string, unknown>>;

/** What takes the change back stands in the object itself, for whoever finds it without the run's journal. */
const undoAnnotation = 'aftershock.dev/undo';
/** An API that is away for longer than this does not take the change at all. */
const acceptWithinMs = 60_000;
/** A call that was sent when the harness gave up may still be carried out. */
const lateCallMs = 3000;
const pollMs = 500;
const seenWithinMs = 120_000;

/** A change of one object: marked, seen to take hold, and taken back. */
export const patchObject: ApiVerbKind<Patch> = {
  act: (access) => {
    const { client, clock, verb } = access;
    let was: boolean | undefined;
    let sent: 'no' | 'maybe' | 'yes' = 'no';
    return {
      before: async (signal) => {
        was = (await lookAtField(client, verb.seenBy, signal)).met;
      },
      apply: async (signal) => {
        const onWait = (error: Error): void => access.note(`${verb.what} waits: ${error.message}`);
        sent = 'maybe';
        await retrying({ clock, signal, budgetMs: acceptWithinMs, onWait }, () =>
          client.patch(verb.path, marked(verb), { signal }),
        );
        sent = 'yes';
      },
      prove: async (signal) => {
        const { met, detail } = await lookAtField(client, verb.seenBy, signal);
        if (met && was !== false) return { status: 'unproven', detail: `${detail}, as before: that shows nothing` };
        return { status: met ? 'proven' : 'unproven', detail };
      },
      proofWithinMs: seenWithinMs,
      undo: async (signal) => {
        const until = clock.now() + (sent === 'maybe' ? lateCallMs : 0);
        for (;;) {
          const undone = await undoIfMarked(access, verb, signal);
          if (undone || clock.now() >= until) return '';
          await clock.sleep(pollMs, signal);
        }
      },
    };
  },
  sweep: async (access, signal) => {
    const left = await Promise.all(
      (await marks(access, signal)).map(async (mark): Promise<readonly string[]> => {
        try {
          await undoIfMarked(access, mark, signal);
          return [];
        } catch (error) {
          return [`${mark.path}: ${messageOf(error)}`];
        }
      }),
    );
    return left.flat();
  },
};

type Undone = Pick<Patch, 'path' | 'undo' | 'run'>;

/** Takes a change back where the object carries the run's mark; false where it does not, so that nobody else's wish is overridden. */
async function undoIfMarked(
  { client, clock }: ApiAccess,
  { path, undo, run }: Undone,
  signal: AbortSignal,
): Promise<boolean> {
  const stored = await retrying({ clock, signal }, () => client.get<KubeObject>(path, { signal }));
  if (stored?.metadata.labels?.[runLabel] !== run) return false;
  const unmark = { metadata: { labels: { [runLabel]: null }, annotations: { [undoAnnotation]: null } } };
  await retrying({ clock, signal }, () => client.patch(path, merged(undo, unmark), { signal }));
  return true;
}

function marked({ change, undo, run }: Patch): Json {
  return merged(change, {
    metadata: { labels: { [runLabel]: run }, annotations: { [undoAnnotation]: JSON.stringify(undo) } },
  });
}

/** One merge patch that does what both do. */
function merged(base: Json, over: Json): Json {
  const entries = Object.entries(over).map(([key, value]) => {
    const below = base[key];
    return [key, isJson(below) && isJson(value) ? merged(below, value) : value] as const;
  });
  return { ...base, ...Object.fromEntries(entries) };
}

function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What faults patch, by the collection and its name. */
const collections = [
  ['/api/v1', 'nodes'],
  ['/apis/apps/v1', 'deployments'],
  ['/apis/apps/v1', 'statefulsets'],
  ['/apis/apps/v1', 'daemonsets'],
] as const;

/** The changes that objects tell of. Throws ApiError. */
async function marks({ client, clock }: ApiAccess, signal: AbortSignal): Promise<readonly Undone[]> {
  const found = await Promise.all(
    collections.map(async ([root, plural]) => {
      const path = `${root}/${plural}?labelSelector=${encodeURIComponent(runLabel)}`;
      const { items } = await retrying({ clock, signal }, () => client.list<KubeObject>(path, { signal }));
      return items.map(({ metadata: { name, namespace, labels, annotations } }): Undone => {
        const place = namespace === undefined ? `${root}/${plural}` : `${root}/namespaces/${namespace}/${plural}`;
        const undo = JSON.parse(annotations?.[undoAnnotation] ?? '{}') as Json;
        return { path: `${place}/${name}`, run: labels?.[runLabel] ?? '', undo };
      });
    }),
  );
  return found.flat();
}
