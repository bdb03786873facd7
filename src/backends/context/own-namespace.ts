import type { Clock } from '../../base/clock.ts';
import { messageOf } from '../../core/errors.ts';
import { runLabels } from '../../core/identity.ts';
import { retrying } from '../kube/api-error.ts';
import type { KubeClient } from '../kube/kube-client.ts';

const patienceMs = 10_000;

/** Whether a run has a namespace of its own, and if not, why. */
export type OwnNamespace = { readonly made: true } | { readonly made: false; readonly reason: string };

/** Makes the run's namespace and tries whether it can be written to. A cluster that allows neither can still be observed. */
export async function tryNamespace(
  access: { readonly client: KubeClient; readonly clock: Clock },
  name: string,
  runId: string,
  signal: AbortSignal,
): Promise<OwnNamespace> {
  const { client, clock } = access;
  const path = `/api/v1/namespaces/${name}`;
  const patience = { clock, signal, budgetMs: patienceMs };
  const body = { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels: runLabels(runId) } };
  try {
    const made = await retrying(patience, () => client.apply<Partial<typeof body> | null>(path, body, { signal }));
    // Something that answers every request with 200 is no API that keeps what is written.
    if (made?.kind !== 'Namespace' || made.metadata?.name !== name) {
      return { made: false, reason: `the answer to the making of ${name} is no Namespace` };
    }
    const trial = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'trial', namespace: name } };
    await retrying(patience, () => client.apply(`${path}/configmaps/trial?dryRun=All`, trial, { signal }));
    return { made: true };
  } catch (error) {
    signal.throwIfAborted();
    return { made: false, reason: messageOf(error) };
  }
}
