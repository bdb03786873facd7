import type { NodeVerbOf } from '../../../core/node-verb.ts';
import { hear } from './component.ts';
import type { VerbKind } from './verb-kind.ts';

/** A container that ends of its own accord, and the one after it that has come up. */
const againWithinMs = 120_000;

/** A component that is asked to end, as an upgrade does; its kubelet starts it again. */
export const restartComponent: VerbKind<NodeVerbOf<'restart-component'>> = {
  act: ({ inside, node, verb: { component } }) => {
    let before: string | undefined;
    return {
      before: async (signal) => {
        before = (await inside.components.look(node, component, signal)).id;
      },
      apply: (signal) => inside.components.terminate(node, component, signal),
      proofWithinMs: againWithinMs,
      prove: async (signal) => {
        const { id } = await inside.components.look(node, component, signal);
        const heard = await hear(inside, node, component, signal);
        const replaced = before !== undefined && id !== undefined && id !== before;
        return {
          status: replaced && heard === 'answered' ? 'proven' : 'unproven',
          detail: `${replaced ? 'another container runs' : 'no other container runs yet'}; its health page is ${heard}`,
        };
      },
      // The kubelet has started it again, or is about to: nothing of the harness is left.
      undo: async () => '',
    };
  },
};
