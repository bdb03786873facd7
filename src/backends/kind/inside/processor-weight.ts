import type { Runtime } from './shell.ts';

const timeoutMs = 30_000;
/** What a container has against the others when nothing is said (Linux, cpu.shares); runtimes say 0 then. */
const usual = 1024;
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
  const givesWay: ProcessorWeight['givesWay'] = async (node, signal) => (await weightOf(node, signal)) === least;
  return {
    givesWay,
    giveWay: async (node, signal) => {
      try {
        const weight = await weightOf(node, signal);
        if (weight === 0 || weight === usual) await set(node, least, signal);
      } catch {
        signal.throwIfAborted();
      }
    },
    restore: async (node, signal) => {
      if (await givesWay(node, signal)) await set(node, usual, signal);
    },
  };
}
