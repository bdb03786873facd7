import type { KubeObject } from './api-types.ts';
import { messageOf } from '../../core/errors.ts';
import { managedBy, managedByLabel, runLabel } from '../../core/identity.ts';
import { retrying } from './api-error.ts';
import { sweepApi } from './api-verbs/index.ts';
import type { ChaosAccess } from './chaos-mesh/access.ts';
import { sweepChaos } from './chaos-mesh/sweep.ts';
import { removeNamespace } from './namespace.ts';
import { type Swept, sweepMachine } from './node-verbs/index.ts';

/**
 * Takes away what carries the harness's mark, of any run: what is in the nodes first, which needs no API and may be what
 * keeps it away; then Chaos Mesh objects, then the runs' namespaces. Answers with what is left.
 */
export async function sweepCluster(
  access: ChaosAccess,
  machines: readonly Swept[],
  signal: AbortSignal,
): Promise<readonly string[]> {
  const left = await Promise.all(
    machines.map((machine) =>
      saying(
        machine.name,
        sweepMachine(access.inside, machine, signal).then(() => []),
      ),
    ),
  );
  const chaos = await saying('Chaos Mesh objects', sweepChaos(access, signal));
  const objects = await saying('objects of the API', sweepApi(access, signal));
  const namespaces = await saying('namespaces of runs', sweepNamespaces(access, signal));
  return [...left.flat(), ...chaos, ...objects, ...namespaces];
}

async function sweepNamespaces(access: ChaosAccess, signal: AbortSignal): Promise<readonly string[]> {
  const { client, clock } = access;
  const selector = encodeURIComponent(`${managedByLabel}=${managedBy},${runLabel}`);
  const path = `/api/v1/namespaces?labelSelector=${selector}`;
  const { items } = await retrying({ clock, signal }, () => client.list<KubeObject>(path, { signal }));
  const left = await Promise.all(items.map(({ metadata }) => removeNamespace(client, metadata.name, clock, signal)));
  return left.flat();
}

/** What cannot be swept is left, and keeps nothing else from being swept. */
async function saying(what: string, work: Promise<readonly string[]>): Promise<readonly string[]> {
  try {
    return await work;
  } catch (error) {
    return [`${what}: ${messageOf(error)}`];
  }
}
