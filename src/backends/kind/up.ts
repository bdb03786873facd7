import { readFile, rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { deadline, systemClock } from '../../base/system-clock.ts';
import { HarnessError, messageOf } from '../../core/errors.ts';
import { workloadNamespace } from '../../core/identity.ts';
import type { Settings } from '../../core/settings.ts';
import { passing } from '../kube/api-error.ts';
import { kubeClient } from '../kube/https-client.ts';
import type { KubeClient } from '../kube/kube-client.ts';
import { deployWorkload } from '../kube/workload.ts';
import { incompleteSystem } from '../kube/cluster-nodes.ts';
import { installChaosMesh } from './chaos-mesh-install.ts';
import { demandNone, examine } from './doctor.ts';
import { run } from './exec.ts';
import { preload } from './images.ts';
import { differences, findCluster, type FoundCluster, provideKubeconfig } from './kind-clusters.ts';
import { activeRun, kubeconfigFile, lockedBy, lockFile } from './state.ts';

const createTimeoutMs = 900_000;
const deleteTimeoutMs = 120_000;
const nodesTimeoutMs = 300_000;
const lookEveryMs = 1000;
const defaultWorkload = fileURLToPath(new URL('../../../scenarios/workloads/web.yaml', import.meta.url));

/**
 * Creates the kind cluster of the settings, or takes the one that is there, and brings it to where a scenario can start:
 * nodes Ready, images loaded, Chaos Mesh able to inject, the default workload complete. Doing it again changes nothing.
 * Throws HarnessError('unavailable') that says what is in the way and what to do.
 */
export async function up(settings: Settings, note: (text: string) => void, signal: AbortSignal): Promise<void> {
  const { name } = settings.kind;
  demandNone((await examine(settings, signal)).problems);
  await refuseIfBusy(name);
  const { containers } = await provideCluster(settings, note, signal);
  const kubeconfig = await provideKubeconfig(name, containers, signal);
  const client = kubeClient({ kubeconfig });
  try {
    const nodes = containers.filter(({ role }) => role !== 'external-load-balancer').map((node) => node.name);
    note(`waiting until ${nodes.length} nodes are Ready`);
    await untilComplete(client, nodes, signal);
    const images = [...new Set([...settings.kind.preload, settings.workload.image, settings.agent.image])];
    await preload(images, { name, containers }, note, signal);
    await installChaosMesh(settings, { kubeconfig, client }, note, signal);
    note('deploying the workload');
    const text = await readFile(defaultWorkload, 'utf8');
    const workload = { text, file: defaultWorkload, image: settings.workload.image, namespace: workloadNamespace };
    await deployWorkload({ client, clock: systemClock() }, workload, signal);
    note(`the cluster ${name} is ready; its kubeconfig is ${kubeconfig}`);
  } finally {
    client.close();
  }
}

/** Deletes the kind cluster of the settings and what is remembered of it; nothing to delete is fine. */
export async function down(settings: Settings, note: (text: string) => void, signal: AbortSignal): Promise<void> {
  const { name } = settings.kind;
  await refuseIfBusy(name);
  note(`deleting the cluster ${name}`);
  await remove(name, signal);
  await Promise.all([kubeconfigFile(name), lockFile(name)].map((file) => rm(file, { force: true })));
}

async function refuseIfBusy(name: string): Promise<void> {
  const holder = await activeRun(name);
  if (holder === undefined) return;
  throw new HarnessError('unavailable', lockedBy(name, holder), { hint: 'Wait until it has ended, or interrupt it.' });
}

async function provideCluster(
  settings: Settings,
  note: (text: string) => void,
  signal: AbortSignal,
): Promise<FoundCluster> {
  const { name, config } = settings.kind;
  const before = await findCluster(name, signal);
  const found = before.containers.length > 0 ? before : await create(settings, note, signal);
  demandNone([...found.problems, ...(await differences(found.containers, config))]);
  if (found === before) note(`the cluster ${name} is there already`);
  return found;
}

async function create(settings: Settings, note: (text: string) => void, signal: AbortSignal): Promise<FoundCluster> {
  const { name, config, nodeImage } = settings.kind;
  note(`creating the cluster ${name} (${nodeImage}); this takes 1 to 5 minutes`);
  const image = nodeImage === '' ? [] : ['--image', nodeImage];
  const args = ['create', 'cluster', '--name', name, ...image, '--config', config, '--wait', '5m'];
  try {
    const kubeconfig = ['--kubeconfig', kubeconfigFile(name)];
    await run('kind', [...args, ...kubeconfig], { signal, timeoutMs: createTimeoutMs });
  } catch (error) {
    // kind cleans up after its own failures, but not when it is stopped. A cluster that somebody else makes is not ours.
    if (!messageOf(error).includes('already exist')) {
      const limit = deadline(deleteTimeoutMs);
      await remove(name, limit.signal).finally(limit.dispose);
    }
    throw error;
  }
  return await findCluster(name, signal);
}

async function remove(name: string, signal: AbortSignal): Promise<void> {
  const args = ['delete', 'cluster', '--name', name, '--kubeconfig', kubeconfigFile(name)];
  await run('kind', args, { signal, timeoutMs: deleteTimeoutMs });
}

async function untilComplete(client: KubeClient, nodes: readonly string[], signal: AbortSignal): Promise<void> {
  const clock = systemClock();
  for (;;) {
    const missing = await incompleteSystem(client, nodes, signal).catch((error: unknown) => {
      if (!passing(error)) throw error;
      return [messageOf(error)];
    });
    if (missing.length === 0) return;
    signal.throwIfAborted();
    if (clock.now() > nodesTimeoutMs) {
      throw new HarnessError(
        'unavailable',
        `the cluster is not complete after ${nodesTimeoutMs / 1000} s: ${missing.join('; ')}`,
        {
          hint: 'If a run was broken off: npm run chaos -- recover. Else make it anew: npm run chaos -- down, then up.',
        },
      );
    }
    await clock.sleep(lookEveryMs, signal);
  }
}
