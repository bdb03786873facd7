import type { Problem } from '../../core/errors.ts';
import type { Need } from '../../core/fault.ts';
import { kernelFeatures, tryInNode } from './kernel.ts';

/** What the faults need of the kernel below the nodes and it has not: tried in one of them, for they share it. */
export async function missingInKernel(
  needs: readonly Need[],
  node: string | undefined,
  signal: AbortSignal,
): Promise<readonly Problem[]> {
  if (node === undefined) return [];
  const wanted = kernelFeatures.filter(({ module }) => (needs as readonly string[]).includes(module));
  const found = await Promise.all(wanted.map((feature) => tryInNode(node, feature, signal)));
  return wanted.flatMap(({ module, refused }, index) =>
    found[index] === 'present'
      ? []
      : [
          {
            check: 'kernel',
            message:
              found[index] === 'absent'
                ? `the kernel of this machine lacks ${module}, so ${refused} cannot work here, nor can delays between nodes`
                : `it cannot be told whether the kernel of this machine has ${module}, which a fault of the scenario needs`,
            hint: `Run the scenario on a machine whose kernel has ${module}, or as a rehearsal: --cluster sim.`,
          },
        ],
  );
}
