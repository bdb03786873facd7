import type { NodeVerbOf } from '../../../core/node-verb.ts';
import type { Heard } from '../inside.ts';
import { componentsWhere, hear } from './component.ts';
import type { VerbKind } from './verb-kind.ts';

/** A process that stands still (SIGSTOP): clients hang on it instead of being refused. */
export const suspendComponent: VerbKind<NodeVerbOf<'suspend-component'>> = {
  act: ({ inside, node, verb: { component } }) => {
    let before: Heard = 'unknown';
    return {
      before: async (signal) => {
        before = await hear(inside, node, component, signal);
      },
      apply: (signal) => inside.components.suspend(node, component, signal),
      prove: async (signal) => {
        const { suspended } = await inside.components.look(node, component, signal);
        const after = await hear(inside, node, component, signal);
        return {
          status: suspended && before === 'answered' && after === 'silent' ? 'proven' : 'unproven',
          detail: `the process ${suspended ? 'stands still' : 'goes on'}; its health page, ${before} before, is ${after} now`,
        };
      },
      undo: async (signal) => {
        await inside.components.resume(node, component, signal);
        const { suspended } = await inside.components.look(node, component, signal);
        return suspended ? `${component} still stands` : '';
      },
    };
  },
  sweep: async ({ components }, node, signal) => {
    const found = await componentsWhere(async (one) => (await components.look(node, one, signal)).suspended);
    for (const component of found) await components.resume(node, component, signal);
    return '';
  },
};
