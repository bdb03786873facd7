import type { ApiVerbOf } from '../../../core/api-verb.ts';
import { retrying } from '../api-error.ts';
import { lookAtField } from './field-sight.ts';
import { removeAndWait } from './remove.ts';
import type { ApiVerbKind } from './verb-kind.ts';

const acceptWithinMs = 60_000;
const readyWithinMs = 120_000;

/** Objects of the run's own: applied in their order, seen to be ready, and removed in the reverse order. */
export const makeObjects: ApiVerbKind<ApiVerbOf<'make'>> = {
  act: ({ client, clock, verb }) => ({
    apply: async (signal) => {
      for (const { path, object } of verb.objects) {
        await retrying({ clock, signal, budgetMs: acceptWithinMs }, () => client.apply(path, object, { signal }));
      }
    },
    prove: async (signal) => {
      const { met, detail } = await lookAtField(client, verb.seenBy, signal);
      return { status: met ? 'proven' : 'unproven', detail };
    },
    proofWithinMs: readyWithinMs,
    undo: async (signal) => {
      for (const { path } of [...verb.objects].reverse()) await removeAndWait({ client, clock }, path, signal);
      return '';
    },
  }),
};
