import type { Runtime } from './shell.ts';

const timeoutMs = 30_000;
/** What a container has against the others when nothing is said (Linux, cpu.shares); runtimes say 0 then. */
const usual = 1024;
/** The same on control groups of version 2, and what runc before 1.3.2 has to be told for it: it makes 39 of 1024. */
const usualWeight = 100;
const usualToOlderRunc = 2598;
const ownWeights: readonly number[] = [0, usual, usualToOlderRunc];
/** The least that the kernel takes. */
const least = 2;

/** How much a node's container counts where processors are short. */
export interface ProcessorWeight {
  /** Lets all others go first. One that was given a weight of its own is left alone, and so is one whose runtime cannot. */
  readonly giveWay: (node: string, signal: AbortSignal) => Promise<void>;
  /** Lets it count again as much as the others. Rejects where that fails. */
  readonly restore: (node: string, signal: AbortSignal) => Promise<void>;
  readonly givesWay: (node: string, signal: AbortSignal) => Promise<boolean>;
}

/**
 * Nodes of a real cluster have processors of their own; those of kind share them, and one that is cut off would take what the others
 * answer with (decision 17).
 */
export function processorWeight(runtime: Runtime): ProcessorWeight {
  const weightOf = async (node: string, signal: AbortSignal): Promise<number> => {
    const args = ['inspect', '--format', '{{.HostConfig.CpuShares}}', node];
    return Number((await runtime(args, { signal, timeoutMs })).stdout.trim());
  };
  const set = async (node: string, weight: number, signal: AbortSignal): Promise<void> => {
    await runtime(['update', '--cpu-shares', String(weight), node], { signal, timeoutMs });
  };
  /** On control groups of version 2. */
  const inForce = async (node: string, signal: AbortSignal): Promise<number | undefined> => {
    try {
      const read = ['exec', node, 'cat', '/sys/fs/cgroup/cpu.weight'];
      return Number((await runtime(read, { signal, timeoutMs })).stdout.trim());
    } catch {
      signal.throwIfAborted();
      return undefined;
    }
  };
  const givesWay: ProcessorWeight['givesWay'] = async (node, signal) => (await weightOf(node, signal)) === least;
  return {
    givesWay,
    giveWay: async (node, signal) => {
      try {
        const weight = await weightOf(node, signal);
        if (ownWeights.includes(weight)) await set(node, least, signal);
      } catch {
        signal.throwIfAborted();
      }
    },
    restore: async (node, signal) => {
      if (!(await givesWay(node, signal))) return;
      await set(node, usual, signal);
      const now = await inForce(node, signal);
      if (now !== undefined && now < usualWeight) await set(node, usualToOlderRunc, signal);
    },
  };
}
