import { availableParallelism, totalmem } from 'node:os';
import type { Backend } from '../../core/cluster.ts';
import { HarnessError } from '../../core/errors.ts';

/** What a rehearsal of the largest clusters that Kubernetes supports may need (docs/simulated-cluster.md). */
const largestBytes = 4 * 1024 ** 3;

interface Machine {
  readonly processors: number;
  readonly memoryBytes: number;
}

/**
 * How many runs are carried out at a time. Only rehearsals go side by side: on one real cluster, and on one machine beside one,
 * runs would disturb each other. Throws HarnessError('usage') where that is asked for.
 */
export function jobsFor(
  asked: number | undefined,
  runs: number,
  backends: readonly Pick<Backend, 'name' | 'simulated'>[],
  machine: Machine = { processors: availableParallelism(), memoryBytes: totalmem() },
): number {
  const real = backends.find(({ simulated }) => !simulated);
  if (real !== undefined) {
    if (asked === undefined || asked === 1) return 1;
    throw new HarnessError(
      'usage',
      `--jobs is ${asked}, and ${real.name} is a real cluster: runs would disturb each other`,
      {
        hint: 'Leave --jobs out: only rehearsals go side by side.',
      },
    );
  }
  const fitting = Math.max(1, Math.min(machine.processors, Math.floor(machine.memoryBytes / largestBytes)));
  return Math.min(asked ?? fitting, runs);
}
