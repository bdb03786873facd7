import { CallError, type ApiClient } from '../client/api-client.ts';
import { type Condition, conditionOf, type Pod } from '../objects.ts';

const notFound = 404;

/** Says of pods that they are not Ready, because nobody hears of them any more. Rejects when one could not be told. */
export async function markNotReady(client: ApiClient, pods: Iterable<Pod>, now: string): Promise<void> {
  const changes = [...pods]
    .filter(({ status }) => conditionOf(status, 'Ready') === 'True')
    .map(({ metadata, status }) => {
      const conditions = (status?.conditions ?? []).map(
        (one): Condition =>
          one.type === 'Ready' ? { ...one, status: 'False', reason: 'NodeNotReady', lastTransitionTime: now } : one,
      );
      const path = `/api/v1/namespaces/${metadata.namespace ?? ''}/pods/${metadata.name}/status`;
      return client.call('PATCH', path, { body: { status: { conditions } } }).catch(ignoreGone);
    });
  await Promise.all(changes);
}

/** For what may be gone already. */
export function ignoreGone(error: unknown): void {
  if (!(error instanceof CallError && error.status === notFound)) throw error;
}
