import { createHash } from 'node:crypto';
import { stringify } from 'yaml';
import { z } from 'zod';
import { systemClock } from '../../base/system-clock.ts';
import { messageOf, type Problem } from '../../core/errors.ts';
import type { Settings } from '../../core/settings.ts';
import { passing } from '../kube/api-error.ts';
import type { KubeClient } from '../kube/kube-client.ts';
import { chaosMeshNamespace, chaosMeshProblems, chaosMeshRelease } from '../kube/chaos-mesh/ready.ts';
import { waitOut } from '../kube/wait-out.ts';
import { demandNone } from './doctor.ts';
import { run } from './exec.ts';

export type Values = Readonly<Record<string, unknown>>;

const helmTimeoutMs = 600_000;

/** What a kind cluster needs of the chart, whoever writes the settings. */
const defaults: Values = {
  // kind's nodes run containerd; the chart's own default is docker.
  chaosDaemon: {
    runtime: 'containerd',
    socketPath: '/run/containerd/containerd.sock',
    // Else the tainted control planes have no daemon, and nothing on them can be injected.
    tolerations: [{ operator: 'Exists' }],
  },
  controllerManager: {
    // One in each zone, as far as that goes: whichever zone a scenario takes away, another replica leads within 15 s and
    // the webhooks answer. A single one, cut off with its zone, comes back with a restart backoff of minutes.
    replicaCount: 3,
    affinity: {
      podAntiAffinity: {
        preferredDuringSchedulingIgnoredDuringExecution: [
          {
            weight: 100,
            podAffinityTerm: {
              topologyKey: 'topology.kubernetes.io/zone',
              labelSelector: { matchLabels: { 'app.kubernetes.io/component': 'controller-manager' } },
            },
          },
        ],
      },
    },
  },
  // Nobody looks at it: objects are made and read through the API.
  dashboard: { create: false },
};

/** The chart's values: what kind needs, with the user's own laid over it. */
export function chartValues(own: Values): Values {
  return merged(defaults, own);
}

/** Installs or upgrades Chaos Mesh and waits until it can inject. Throws HarnessError('unavailable') with what is missing. */
export async function installChaosMesh(
  settings: Settings,
  cluster: { readonly kubeconfig: string; readonly client: KubeClient },
  note: (text: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const { chart, repo, version, values } = settings.chaosMesh;
  const text = stringify(chartValues(values));
  const isFolder = /^[./~]/.test(chart);
  const source = [
    chart,
    ...(isFolder || repo === '' ? [] : ['--repo', repo]),
    ...(isFolder || version === '' ? [] : ['--version', version]),
  ];
  const content = createHash('sha256')
    .update(JSON.stringify(source) + text)
    .digest('hex')
    .slice(0, 12);
  const description = `aftershock ${content}`;
  const where = ['--namespace', chaosMeshNamespace, '--kubeconfig', cluster.kubeconfig];
  const release = await latestRelease(where, signal);
  // An upgrade makes new certificates and restarts everything: not where the same is there already.
  if (release?.status !== 'deployed' || release.description !== description) {
    if (release?.status.startsWith('pending') === true) {
      note('removing an installation of Chaos Mesh that was broken off');
      await run('helm', ['uninstall', chaosMeshRelease, ...where, '--wait'], { signal, timeoutMs: helmTimeoutMs });
    }
    note(`installing Chaos Mesh (${chart})`);
    const args = ['upgrade', '--install', chaosMeshRelease, ...source, ...where, '--create-namespace', '--values', '-'];
    const waiting = ['--description', description, '--wait', '--timeout', `${helmTimeoutMs / 1000}s`];
    await run('helm', [...args, ...waiting], { signal, input: text, timeoutMs: helmTimeoutMs + 10_000 });
  }
  // The webhooks answer only some seconds after Helm has seen every pod Ready.
  const look = (): Promise<readonly Problem[]> => problemsOrOutage(cluster.client, signal);
  demandNone(await waitOut([look], { clock: systemClock(), signal, note }));
}

const history = z.array(z.object({ status: z.string(), description: z.string() }));

async function latestRelease(
  where: readonly string[],
  signal: AbortSignal,
): Promise<z.infer<typeof history>[number] | undefined> {
  try {
    const args = ['history', chaosMeshRelease, ...where, '--max', '1', '--output', 'json'];
    const { stdout } = await run('helm', args, { signal });
    return history.parse(JSON.parse(stdout)).at(-1);
  } catch (error) {
    if (messageOf(error).includes('not found')) return undefined;
    throw error;
  }
}

async function problemsOrOutage(client: KubeClient, signal: AbortSignal): Promise<readonly Problem[]> {
  try {
    return await chaosMeshProblems(client, signal);
  } catch (error) {
    if (!passing(error)) throw error;
    return [{ check: 'api', message: messageOf(error), hint: 'Look at the control plane’s pods.', mendsItself: true }];
  }
}

function merged(base: Values, over: Values): Values {
  const entries = Object.entries(over).map(([key, value]) => {
    const below = base[key];
    return [key, isValues(below) && isValues(value) ? merged(below, value) : value] as const;
  });
  return { ...base, ...Object.fromEntries(entries) };
}

function isValues(value: unknown): value is Values {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
