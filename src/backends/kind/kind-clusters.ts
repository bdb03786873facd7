import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { z } from 'zod';
import { HarnessError, type Problem } from '../../core/errors.ts';
import { readKubeconfig } from '../kube/credentials.ts';
import { run } from './exec.ts';
import { listNodeContainers, type NodeContainer } from './runtime.ts';
import { kubeconfigFile, writeState } from './state.ts';

const kindConfig = z.object({
  kind: z.literal('Cluster'),
  nodes: z.array(z.object({ role: z.enum(['control-plane', 'worker']).default('control-plane') })).optional(),
});

/** How many nodes of each role a kind configuration asks for. Throws HarnessError('unavailable') when it cannot be read. */
export async function plannedNodes(file: string): Promise<{ controlPlanes: number; workers: number }> {
  try {
    const { nodes = [{ role: 'control-plane' }] } = kindConfig.parse(parse(await readFile(file, 'utf8')));
    const controlPlanes = nodes.filter(({ role }) => role === 'control-plane').length;
    return { controlPlanes, workers: nodes.length - controlPlanes };
  } catch (error) {
    throw new HarnessError('unavailable', `the kind configuration ${file} cannot be read`, {
      hint: 'Set kind.config to a configuration of kind.x-k8s.io/v1alpha4.',
      cause: error,
    });
  }
}

/** Names of the kind clusters of this machine. Errors as `run` has them. */
async function kindClusters(signal: AbortSignal): Promise<readonly string[]> {
  const { stdout } = await run('kind', ['get', 'clusters', '-q'], { signal });
  return stdout.split('\n').filter((name) => name !== '');
}

/** A kind cluster's containers, and what is wrong with them. */
export interface FoundCluster {
  readonly containers: readonly NodeContainer[];
  readonly problems: readonly Problem[];
}

const remake = 'Make it anew: npm run chaos -- down, then npm run chaos -- up';

/** Looks a cluster up by its name among kind's own, and no others. Errors as `run` has them. */
export async function findCluster(name: string, signal: AbortSignal): Promise<FoundCluster> {
  const [names, containers] = await Promise.all([kindClusters(signal), listNodeContainers(name, signal)]);
  if (!names.includes(name)) {
    const message = `there is no kind cluster called ${name}`;
    return { containers: [], problems: [{ check: 'cluster', message, hint: 'Make it: npm run chaos -- up' }] };
  }
  return { containers, problems: containers.flatMap(standing) };
}

/** What of a cluster's containers differs from its configuration: it was left half made, or made from another one. */
export async function differences(
  containers: readonly NodeContainer[],
  configFile: string,
): Promise<readonly Problem[]> {
  const planned = await plannedNodes(configFile);
  const count = (role: NodeContainer['role']): number => containers.filter((c) => c.role === role).length;
  const has = `${count('control-plane')} control planes and ${count('worker')} workers`;
  const wants = `${planned.controlPlanes} control planes and ${planned.workers} workers`;
  const balanced = planned.controlPlanes < 2 || count('external-load-balancer') === 1;
  if (has === wants && balanced) return [];
  const message = `the cluster has ${has}${balanced ? '' : ' and no load balancer'}, and ${configFile} asks for ${wants}`;
  return [{ check: 'cluster', message: `${message}: it is half made, or made from another file`, hint: remake }];
}

/**
 * The file with the cluster's kubeconfig, written anew where it is missing or out of date; the user's own is neither read nor
 * written. Throws HarnessError('unavailable') when that file leads to a context that is not this kind cluster.
 */
export async function provideKubeconfig(
  cluster: string,
  containers: readonly NodeContainer[],
  signal: AbortSignal,
): Promise<string> {
  const file = kubeconfigFile(cluster);
  if (!(await isCurrent(file, cluster, containers))) {
    const { stdout } = await run('kind', ['get', 'kubeconfig', '--name', cluster], { signal, hint: remake });
    await writeState(file, `${stdout}\n`);
  }
  return file;
}

async function isCurrent(file: string, cluster: string, containers: readonly NodeContainer[]): Promise<boolean> {
  const text = await readFile(file, 'utf8').catch(() => '');
  if (text.trim() === '') return false;
  const { context, server } = readKubeconfig(file);
  if (context !== `kind-${cluster}`) {
    throw new HarnessError(
      'unavailable',
      `${file} leads to the context "${context}", not to kind-${cluster}: refused`,
      {
        hint: `Remove ${file}; it is written anew. For other clusters use --cluster context:NAME.`,
      },
    );
  }
  // A balancer that is off has no port, and kind gives no kubeconfig out then: the one that was written before leads to it once it is back.
  const balancer = containers.find(({ role }) => role === 'external-load-balancer');
  if (balancer !== undefined && balancer.apiPort === undefined) return true;
  const ports = containers.flatMap(({ apiPort }) => (apiPort === undefined ? [] : [String(apiPort.port)]));
  return ports.includes(new URL(server.url).port);
}

function standing({ name, state }: NodeContainer): readonly Problem[] {
  if (state === 'running') return [];
  const hint = `Undo what a run left behind: npm run chaos -- recover${state === 'paused' ? '' : `. ${remake}`}`;
  return [{ check: 'cluster', message: `the container ${name} is ${state}`, hint }];
}
