import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HarnessError } from '../../core/errors.ts';
import { run } from './exec.ts';
import { execInNode, type NodeContainer, runtime, runtimeName } from './runtime.ts';

const loadTimeoutMs = 300_000;
const pullTimeoutMs = 600_000;

/**
 * Puts images of the local engine into every node that lacks them, so that no pull falls into a measurement; what the engine
 * lacks is pulled first. Throws HarnessError('unavailable') that names the image that could not be had.
 */
export async function preload(
  images: readonly string[],
  cluster: { readonly name: string; readonly containers: readonly NodeContainer[] },
  note: (text: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const wanted = [...new Set(images)];
  const nodes = cluster.containers.filter(({ role }) => role !== 'external-load-balancer').map(({ name }) => name);
  const lacking = await findLacking(nodes, wanted, signal);
  if (lacking.size === 0) return;
  const missing = wanted.filter((image) => [...lacking.values()].some((list) => list.includes(image)));
  for (const image of missing) await pullIfAbsent(image, note, signal);
  note(`loading ${missing.join(', ')} into ${lacking.size} nodes`);
  await loadWithKind(cluster.name, missing, [...lacking.keys()], signal);
  const left = await findLacking(nodes, wanted, signal);
  for (const [node, list] of left) await importInto(node, list, signal);
  for (const [node, list] of await findLacking([...left.keys()], wanted, signal)) {
    throw new HarnessError('unavailable', `${list.join(', ')} could not be loaded into ${node}`, {
      hint: `See what \`kind load docker-image ${list[0] ?? ''} --name ${cluster.name}\` says.`,
    });
  }
}

/** The name under which a node's containerd files an image: `node:22` is `docker.io/library/node:22`. */
export function qualified(image: string): string {
  const [first = '', ...rest] = image.split('/');
  const isHost = rest.length > 0 && (/[.:]/.test(first) || first === 'localhost');
  const path = isHost ? image : `docker.io/${rest.length === 0 ? 'library/' : ''}${image}`;
  const last = path.slice(path.lastIndexOf('/'));
  return last.includes(':') || last.includes('@') ? path : `${path}:latest`;
}

/** Which of the images each node lacks; nodes that have all are left out. */
async function findLacking(
  nodes: readonly string[],
  images: readonly string[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const found = await Promise.all(
    nodes.map(async (node) => {
      const { stdout } = await execInNode(node, ['ctr', '-n', 'k8s.io', 'images', 'ls', '-q'], { signal });
      const has = new Set(stdout.split('\n'));
      return [node, images.filter((image) => !has.has(qualified(image)))] as const;
    }),
  );
  return new Map(found.filter(([, list]) => list.length > 0));
}

async function pullIfAbsent(image: string, note: (text: string) => void, signal: AbortSignal): Promise<void> {
  try {
    await runtime(['image', 'inspect', image], { signal });
  } catch {
    signal.throwIfAborted();
    note(`pulling ${image}`);
    const hint = `Pull it by hand (${runtimeName()} pull ${image}), or name another image in the settings file.`;
    await runtime(['pull', image], { signal, timeoutMs: pullTimeoutMs, hint });
  }
}

async function loadWithKind(
  cluster: string,
  images: readonly string[],
  nodes: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  try {
    const args = ['load', 'docker-image', ...images, '--name', cluster, '--nodes', nodes.join(',')];
    await run('kind', args, { signal, timeoutMs: loadTimeoutMs });
  } catch (error) {
    signal.throwIfAborted();
    // kind imports every platform of an image, which fails where the engine holds only this machine's.
    if (!(error instanceof HarnessError)) throw error;
  }
}

async function importInto(node: string, images: readonly string[], signal: AbortSignal): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'aftershock-images-'));
  try {
    const file = join(folder, 'images.tar');
    await runtime(['save', '-o', file, ...images], { signal, timeoutMs: loadTimeoutMs });
    const argv = ['ctr', '-n', 'k8s.io', 'images', 'import', '--digests', '-'];
    await execInNode(node, argv, { signal, inputFile: file, timeoutMs: loadTimeoutMs });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
