import type { ApiVerbOf } from '../../../core/api-verb.ts';
import { retrying } from '../api-error.ts';
import type { KubeObject } from '../api-types.ts';
import type { ApiAccess, ApiVerbKind } from './verb-kind.ts';

const acceptWithinMs = 60_000;
const goneWithinMs = 120_000;
const pollMs = 500;

/** The removal of something that the run has made: there is nothing to bring back. */
export const removeObject: ApiVerbKind<ApiVerbOf<'remove'>> = {
  act: ({ client, clock, verb: { path } }) => {
    let askedAt = 0;
    let wasThere = false;
    return {
      apply: async (signal) => {
        wasThere = await retrying({ clock, signal, budgetMs: acceptWithinMs }, () => client.remove(path, { signal }));
        askedAt = clock.now();
      },
      prove: async (signal) => {
        if (!wasThere) return { status: 'unproven', detail: 'there was nothing to remove' };
        const stored = await client.get<KubeObject>(path, { signal });
        if (stored !== undefined) return { status: 'unproven', detail: 'it is still there' };
        const seconds = ((clock.now() - askedAt) / 1000).toFixed(1);
        return { status: 'proven', detail: `gone ${seconds} s after it was asked for` };
      },
      proofWithinMs: goneWithinMs,
      undo: async (signal) => {
        await removeAndWait({ client, clock }, path, signal);
        return '';
      },
    };
  },
};

/** Removes an object and waits until it is gone, through outages. */
export async function removeAndWait(
  { client, clock }: Pick<ApiAccess, 'client' | 'clock'>,
  path: string,
  signal: AbortSignal,
): Promise<void> {
  const patience = { clock, signal };
  while (await retrying(patience, () => client.remove(path, { signal }))) {
    if ((await retrying(patience, () => client.get<KubeObject>(path, { signal }))) === undefined) return;
    signal.throwIfAborted();
    await clock.sleep(pollMs, signal);
  }
}
