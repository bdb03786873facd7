import type { Clock } from '../../base/clock.ts';
import { runLabels } from '../../core/identity.ts';
import type { KubeObject } from './api-types.ts';
import { retrying } from './api-error.ts';
import type { KubeClient } from './kube-client.ts';

const pollMs = 500;

/** Makes the run's own namespace; one that is there already is taken. */
export async function makeNamespace(
  client: KubeClient,
  name: string,
  runId: string,
  signal: AbortSignal,
): Promise<void> {
  const metadata = { name, labels: runLabels(runId) };
  await client.apply(`/api/v1/namespaces/${name}`, { apiVersion: 'v1', kind: 'Namespace', metadata }, { signal });
}

/** Deletes a namespace and waits until it is gone. Answers with what is left of it when the signal aborts, and through outages. */
export async function removeNamespace(
  client: KubeClient,
  name: string,
  clock: Clock,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const path = `/api/v1/namespaces/${name}`;
  try {
    if (!(await retrying({ clock, signal }, () => client.remove(path, { signal })))) return [];
    while (!signal.aborted) {
      if ((await retrying({ clock, signal }, () => client.get<KubeObject>(path, { signal }))) === undefined) return [];
      await clock.sleep(pollMs, signal);
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  }
  return [`namespace ${name} is still there`];
}
