import { plurals } from 'chaos-mesh-types';
import type { AppliedObject } from '../../core/action.ts';
import type { Problem } from '../../core/errors.ts';
import type { KernelModule, Need } from '../../core/fault.ts';
import { chaosMeshGroup, chaosMeshNamespace } from '../kube/chaos-mesh/ready.ts';
import type { KubeClient } from '../kube/kube-client.ts';
import { kernelFeatures, tryInNode } from './kernel.ts';
import { envoy } from './inside/balancers/envoy.ts';
import { execInNode, runtime } from './runtime.ts';

/** A node to try in, the balancer to look at, and the API to ask. */
export interface Ground {
  readonly client: KubeClient;
  /** A node that runs pods. */
  readonly node: string;
  /** The container before the apiservers. */
  readonly balancer: string | undefined;
}

type ChaosKind = AppliedObject['kind'];

const check = 'needs';
const execTimeoutMs = 10_000;
const lookAtPods = `Look at the pods and events of the namespace ${chaosMeshNamespace}.`;

/** What of the faults' needs this cluster has not, all at once, each with its reason; empty: nothing is missing. */
export async function unmetNeeds(
  ground: Ground,
  needs: readonly Need[],
  signal: AbortSignal,
): Promise<readonly Problem[]> {
  const found = await Promise.all([...new Set(needs)].map((need) => lookFor(need)(ground, signal)));
  return found.flatMap((problem) => (problem === undefined ? [] : [problem]));
}

type Look = (ground: Ground, signal: AbortSignal) => Promise<Problem | undefined>;

const served =
  (kind: ChaosKind): Look =>
  (ground, signal) =>
    kindProblem(ground, kind, signal);

const inKernel =
  (module: KernelModule): Look =>
  (ground, signal) =>
    kernelProblem(ground, module, signal);

/** Nodes are containers: their disk is the machine's. */
const sharedDisks: Problem = {
  check,
  message: 'the nodes’ disks are this machine’s own: to fill one would fill them all, and this machine with them',
  hint: 'Rehearse it on the simulated cluster.',
};

/** Needs that more is looked at for than whether the kind is served. */
const looks: Readonly<Partial<Record<Need, Look>>> = {
  ...(Object.fromEntries(kernelFeatures.map(({ module }) => [module, inKernel(module)])) as Record<KernelModule, Look>),
  'own-disks': () => Promise.resolve(sharedDisks),
  'lasting-balancer': balancerProblem,
  IOChaos: async (ground, signal) =>
    (await kindProblem(ground, 'IOChaos', signal)) ?? (await helperProblem(ground, 'IOChaos', 'toda', signal)),
  HTTPChaos: async (ground, signal) =>
    (await kindProblem(ground, 'HTTPChaos', signal)) ?? (await helperProblem(ground, 'HTTPChaos', 'tproxy', signal)),
  DNSChaos: async (ground, signal) =>
    (await kindProblem(ground, 'DNSChaos', signal)) ?? (await dnsProblem(ground, signal)),
  StressChaos: async (ground, signal) =>
    (await kindProblem(ground, 'StressChaos', signal)) ?? (await groupProblem(ground, signal)),
};

function lookFor(need: Need): Look {
  return looks[need] ?? served(need as ChaosKind);
}

async function kernelProblem(
  { node }: Ground,
  module: KernelModule,
  signal: AbortSignal,
): Promise<Problem | undefined> {
  const feature = kernelFeatures.find((one) => one.module === module);
  if (feature === undefined || (await tryInNode(node, feature, signal)) === 'present') return undefined;
  return {
    check,
    message: `the kernel below the nodes has no ${module}: ${feature.refused} cannot be injected, and could not be deleted`,
    hint: `Load it (modprobe ${module}), or use a kernel with ${feature.option}.`,
  };
}

/** kind 0.32.0 has Envoy begin each time without servers; later versions, where there is no configuration yet (loadbalancer.GenerateBootstrapCommand). */
async function balancerProblem({ balancer }: Ground, signal: AbortSignal): Promise<Problem | undefined> {
  if (balancer === undefined) return undefined;
  const args = ['inspect', '--format', '{{json .Config.Cmd}}', balancer];
  const { stdout } = await runtime(args, { signal, timeoutMs: execTimeoutMs });
  if (!stdout.includes(`> ${envoy.path}`) || stdout.includes(`! -f ${envoy.path}`)) return undefined;
  return {
    check,
    message: `${balancer} forgets its servers when it starts again: what kills it could not be healed`,
    hint: 'Make the cluster anew with kind 0.33 or later: npm run chaos -- down, then up.',
  };
}

async function kindProblem({ client }: Ground, kind: ChaosKind, signal: AbortSignal): Promise<Problem | undefined> {
  const served = await client.get<{ readonly resources: readonly { readonly name: string }[] }>(chaosMeshGroup, {
    signal,
  });
  if (served?.resources.some(({ name }) => name === plurals[kind]) === true) return undefined;
  return {
    check,
    message: `Chaos Mesh does not serve ${kind} here`,
    hint: 'Install its whole chart: npm run chaos -- up',
  };
}

/** The programs by which chaos-daemon does it are in its image, beside it. */
async function helperProblem(
  { node }: Ground,
  kind: Need,
  program: 'toda' | 'tproxy',
  signal: AbortSignal,
): Promise<Problem | undefined> {
  const script = `for exe in /proc/[0-9]*/comm; do
  [ "$(cat "$exe" 2>/dev/null)" = chaos-daemon ] || continue
  echo daemon
  [ -x "\${exe%comm}root/usr/local/bin/${program}" ] && echo program
done; true`;
  const { stdout } = await execInNode(node, ['sh', '-c', script], { signal, timeoutMs: execTimeoutMs });
  const said = stdout.split('\n');
  if (said.includes('program')) return undefined;
  if (!said.includes('daemon')) {
    const message = `no chaos-daemon runs in ${node}: whether it has ${program} cannot be told`;
    return { check, message, hint: lookAtPods, mendsItself: true };
  }
  return {
    check,
    message: `the chaos-daemon of this cluster has no ${program}: ${kind} cannot be injected`,
    hint: 'Use the images of a Chaos Mesh release.',
  };
}

async function dnsProblem({ client }: Ground, signal: AbortSignal): Promise<Problem | undefined> {
  const path = `/apis/apps/v1/namespaces/${chaosMeshNamespace}/deployments/chaos-dns-server`;
  const server = await client.get<{ readonly status?: { readonly availableReplicas?: number } }>(path, { signal });
  if ((server?.status?.availableReplicas ?? 0) > 0) return undefined;
  if (server !== undefined) {
    return { check, message: 'Chaos Mesh’s DNS server is not ready', hint: lookAtPods, mendsItself: true };
  }
  return {
    check,
    message: 'Chaos Mesh’s DNS server does not run: DNSChaos cannot be injected',
    hint: 'Set chaosMesh.values.dnsServer.create to true in the settings file, then: npm run chaos -- up',
  };
}

/** Version 1 of control groups: chaos-daemon takes a folder for a controller that is mounted there, and fails where none is. */
async function groupProblem({ node }: Ground, signal: AbortSignal): Promise<Problem | undefined> {
  const script = `cd /sys/fs/cgroup && [ ! -e cgroup.controllers ] || exit 0
for one in *; do [ -d "$one" ] && [ ! -L "$one" ] && [ ! -e "$one/cgroup.procs" ] && echo "$one"; done; true`;
  const { stdout } = await execInNode(node, ['sh', '-c', script], { signal, timeoutMs: execTimeoutMs });
  const bare = stdout.split('\n').filter((line) => line !== '');
  if (bare.length === 0) return undefined;
  return {
    check,
    message: `no controller is mounted at ${bare.join(', ')} of /sys/fs/cgroup in the nodes: StressChaos fails with "controller is not supported"`,
    hint: `Remove them in each node, "mount -o remount,rw /sys/fs/cgroup && cd /sys/fs/cgroup && rmdir ${bare.join(' ')}", or use a machine with cgroup v2.`,
  };
}
