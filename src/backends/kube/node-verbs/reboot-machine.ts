import type { NodeVerbOf } from '../../../core/node-verb.ts';
import type { VerbKind } from './verb-kind.ts';

const upWithinMs = 60_000;

/** A restart of the machine: there is nothing to be undone, but that it has to be up. */
export const rebootMachine: VerbKind<NodeVerbOf<'reboot-machine'>> = {
  act: ({ inside, node }) => {
    let before: number | undefined;
    return {
      before: async (signal) => {
        before = await inside.bootedAt(node, signal);
      },
      apply: (signal) => inside.reboot(node, signal),
      prove: async (signal) => {
        const now = await inside.bootedAt(node, signal);
        const proven = before !== undefined && now > before;
        return { status: proven ? 'proven' : 'unproven', detail: proven ? 'it has booted anew' : 'no boot was seen' };
      },
      proofWithinMs: upWithinMs,
      // Reached, it runs: a reboot that was broken off half-way is waited out by the call itself.
      undo: async (signal) => {
        await inside.bootedAt(node, signal);
        return '';
      },
    };
  },
};
