import { access, readFile } from 'node:fs/promises';
import { HarnessError, type Problem } from '../../core/errors.ts';
import type { Settings } from '../../core/settings.ts';
import { kernelFeatures, type KernelFeature, lookUp, type Presence, readKernelFiles, tryInNode } from './kernel.ts';
import { listNodeContainers, runtime, runtimeName } from './runtime.ts';
import { atLeast, checked, checkEngine, checkHelm, checkKind, type Finding, type Found, isProblem } from './tools.ts';

/** What a machine has and lacks for running scenarios on kind. */
export interface Examination {
  /** Without these nothing runs. */
  readonly problems: readonly Problem[];
  /** With these something is refused, or a figure is weaker. */
  readonly warnings: readonly Problem[];
  /** What was found in order. */
  readonly found: readonly Found[];
}

const minimumMemoryBytes = 4 * 2 ** 30;
const minimumCpus = 2;
const minimumNode = '20.19.0';
/** kind's own advice for clusters of several nodes (its page of known issues). */
const inotify = { max_user_instances: 512, max_user_watches: 524_288 };

/** Looks at everything at once; answers within 5 s, whatever hangs. */
export async function examine(settings: Settings, signal: AbortSignal): Promise<Examination> {
  const [required, [kernel, resources, limits]] = await Promise.all([
    Promise.all([
      checkNode(),
      checkEngine(signal),
      checkKind(signal),
      checkHelm(signal),
      checkFile('kind.config', settings.kind.config),
      ...(isFolder(settings.chaosMesh.chart) ? [checkFile('chaosMesh.chart', settings.chaosMesh.chart)] : []),
    ]),
    Promise.all([checkKernel(settings, signal), checkResources(signal), checkInotify()]),
  ]);
  const soft = [...kernel.advised, ...resources, ...limits];
  const hard = [...required, ...kernel.required];
  return {
    problems: hard.filter(isProblem),
    warnings: soft.filter(isProblem),
    found: [...hard, ...soft].flatMap((finding) => (isProblem(finding) ? [] : [finding])),
  };
}

/** Throws HarnessError('unavailable') that lists every problem, when there are any. */
export function demandNone(problems: readonly Problem[]): void {
  if (problems.length === 0) return;
  throw new HarnessError('unavailable', problems.map(({ check, message }) => `${check}: ${message}`).join('\n'), {
    hint: [...new Set(problems.map(({ hint }) => hint))].join('\n'),
  });
}

async function checkNode(): Promise<Finding> {
  const finding = atLeast('node', process.versions.node, minimumNode);
  return isProblem(finding) ? { ...finding, hint: `Use Node.js ${minimumNode} or later.` } : finding;
}

async function checkFile(check: string, path: string): Promise<Finding> {
  try {
    await access(path);
    return { check, message: path };
  } catch {
    return { check, message: `there is no ${path}`, hint: `Set ${check} in the settings file to a path that exists.` };
  }
}

function isFolder(chart: string): boolean {
  return /^[./~]/.test(chart);
}

interface KernelFindings {
  readonly required: readonly Finding[];
  readonly advised: readonly Finding[];
}

async function checkKernel(settings: Settings, signal: AbortSignal): Promise<KernelFindings> {
  const files = process.platform === 'linux' ? await readKernelFiles() : {};
  const presences = await tryAll(settings.kind.name, signal);
  const findings = kernelFeatures.map((feature, i) => {
    const tried = presences[i] ?? 'unknown';
    const presence = tried === 'unknown' ? lookUp(files, feature) : tried;
    // Scenarios cut zones off with ip_set; what the others are for is refused where a scenario asks for it.
    const isRequired = feature.module === 'ip_set' && presence !== 'unknown';
    return { isRequired, finding: kernelFinding(feature, presence) };
  });
  return {
    required: findings.filter(({ isRequired }) => isRequired).map(({ finding }) => finding),
    advised: findings.filter(({ isRequired }) => !isRequired).map(({ finding }) => finding),
  };
}

/** Tries every feature in a node, where there is one; a node that does not answer is another check's matter. */
async function tryAll(cluster: string, signal: AbortSignal): Promise<readonly Presence[]> {
  let presences: readonly Presence[] = [];
  await checked('kernel', signal, async (limit) => {
    const nodes = await listNodeContainers(cluster, limit);
    const node = nodes.find(({ role, state }) => role === 'worker' && state === 'running')?.name;
    if (node !== undefined) {
      presences = await Promise.all(kernelFeatures.map((feature) => tryInNode(node, feature, limit)));
    }
    return { check: 'kernel', message: node ?? 'no node' };
  });
  return presences;
}

function kernelFinding(feature: KernelFeature, presence: Presence): Finding {
  const check = `kernel ${feature.module}`;
  if (presence === 'present') return { check, message: 'present' };
  const refused = `${feature.refused} cannot be injected`;
  return presence === 'absent'
    ? {
        check,
        message: `the kernel below the nodes has no ${feature.module}: ${refused}`,
        hint: `Load it (modprobe ${feature.module}), or use a kernel with ${feature.option}.`,
      }
    : {
        check,
        message: `whether the kernel below the nodes has ${feature.module} could not be told; without it ${refused}`,
        hint: 'Make the cluster (npm run chaos -- up) and ask again: then it is tried in a node.',
      };
}

async function checkResources(signal: AbortSignal): Promise<Finding[]> {
  const name = runtimeName();
  const format = name === 'podman' ? '{{.Host.CPUs}} {{.Host.MemTotal}}' : '{{.NCPU}} {{.MemTotal}}';
  const findings: Finding[] = [];
  await checked('resources', signal, async (limit) => {
    const { stdout } = await runtime(['info', '--format', format], { signal: limit });
    const [cpus = Number.NaN, bytes = Number.NaN] = stdout.trim().split(' ').map(Number);
    const hint = `Give the ${name} engine at least ${minimumCpus} CPUs and ${minimumMemoryBytes / 2 ** 30} GiB of memory.`;
    const has = `${cpus} CPUs, ${(bytes / 2 ** 30).toFixed(1)} GiB of memory`;
    const enough = cpus >= minimumCpus && bytes >= minimumMemoryBytes;
    findings.push(
      enough
        ? { check: 'resources', message: has }
        : { check: 'resources', message: `the engine has ${has}: too little for six nodes`, hint },
    );
    return { check: 'resources', message: has };
  });
  return findings; // an engine that does not answer is named by its own check
}

async function checkInotify(): Promise<Finding[]> {
  if (process.platform !== 'linux') return [];
  const findings = await Promise.all(
    Object.entries(inotify).map(async ([name, least]): Promise<Finding | undefined> => {
      const text = await readFile(`/proc/sys/fs/inotify/${name}`, 'utf8').catch(() => undefined);
      if (text === undefined) return undefined;
      const check = `fs.inotify.${name}`;
      return Number(text) >= least
        ? { check, message: text.trim() }
        : {
            check,
            message: `${check} is ${text.trim()}: nodes may fail with "too many open files"`,
            hint: `sudo sysctl ${check}=${least}`,
          };
    }),
  );
  return findings.filter((finding) => finding !== undefined);
}
