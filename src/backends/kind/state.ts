import { mkdir, open, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { HarnessError } from '../../core/errors.ts';

/** Where the harness keeps what it must remember of a cluster: git-ignored, beside the working directory. */
const stateDir = '.aftershock';

/** The kubeconfig of a kind cluster of ours; the user's own is never touched. */
export function kubeconfigFile(cluster: string): string {
  return join(stateDir, `${cluster}.kubeconfig`);
}

/** Marks that a run is under way on a cluster. */
export function lockFile(cluster: string): string {
  return join(stateDir, `${cluster}.lock`);
}

/** Writes a file of the state folder that only its owner may read. */
export async function writeState(file: string, text: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text, { mode: 0o600 });
}

/** A run that holds a cluster. */
export interface ActiveRun {
  readonly runId: string;
  readonly pid: number;
}

/** The run that holds the cluster now; undefined when none does. A lock whose process is gone holds nothing. */
export async function activeRun(cluster: string): Promise<ActiveRun | undefined> {
  const holder = await readLock(lockFile(cluster));
  return holder !== undefined && isAlive(holder.pid) ? holder : undefined;
}

/**
 * Takes the cluster for one run: two at once would measure each other's faults. Answers with what gives it back.
 * Throws HarnessError('unavailable') when another run has it.
 */
export async function lockCluster(cluster: string, runId: string): Promise<() => Promise<void>> {
  const file = lockFile(cluster);
  await mkdir(dirname(file), { recursive: true });
  const holder = await activeRun(cluster);
  if (holder === undefined) await rm(file, { force: true });
  try {
    const handle = await open(file, 'wx', 0o600);
    await handle.writeFile(JSON.stringify({ runId, pid: process.pid } satisfies ActiveRun));
    await handle.close();
  } catch (error) {
    throw new HarnessError('unavailable', lockedBy(cluster, holder ?? (await readLock(file))), {
      hint: 'Wait until it has ended.',
      cause: error,
    });
  }
  return () => rm(file, { force: true });
}

/** One sentence on who holds a cluster. */
export function lockedBy(cluster: string, holder: ActiveRun | undefined): string {
  const who = holder === undefined ? 'another run' : `run ${holder.runId} (process ${holder.pid})`;
  return `${who} is under way on the cluster ${cluster}`;
}

async function readLock(file: string): Promise<ActiveRun | undefined> {
  try {
    const { runId, pid } = JSON.parse(await readFile(file, 'utf8')) as Partial<ActiveRun>;
    return typeof runId === 'string' && typeof pid === 'number' ? { runId, pid } : undefined;
  } catch {
    return undefined; // none, or one that was never written to its end
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
