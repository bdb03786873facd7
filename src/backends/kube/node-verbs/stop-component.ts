import type { NodeVerbOf } from '../../../core/node-verb.ts';
import { bringBack, componentsWhere, hear } from './component.ts';
import type { VerbKind } from './verb-kind.ts';

/** A kubelet looks at its manifests at once or within 20 s, and gives a container 30 s to end. */
const endsWithinMs = 60_000;

/** A static pod whose manifest is moved away, so that its container is ended and not started again. */
export const stopComponent: VerbKind<NodeVerbOf<'stop-component'>> = {
  act: ({ inside, clock, node, verb: { component } }) => {
    let ran = false;
    return {
      before: async (signal) => {
        ran = (await inside.components.look(node, component, signal)).id !== undefined;
      },
      apply: (signal) => inside.components.unlist(node, component, signal),
      proofWithinMs: endsWithinMs,
      prove: async (signal) => {
        const { id, listed } = await inside.components.look(node, component, signal);
        const heard = await hear(inside, node, component, signal);
        const gone = ran && id === undefined && !listed;
        return {
          status: gone && heard === 'refused' ? 'proven' : 'unproven',
          detail: `${ran ? 'its container ran before' : 'no container of it ran before'}, ${id === undefined ? 'none runs now' : 'it still runs'}; its health page is ${heard}`,
        };
      },
      undo: async (signal) => {
        await bringBack({ inside, clock, node }, component, signal);
        return (await inside.components.look(node, component, signal)).listed ? '' : `${component} has no manifest`;
      },
    };
  },
  sweep: async ({ components }, node, signal) => {
    const found = await componentsWhere(async (one) => (await components.look(node, one, signal)).aside);
    for (const component of found) await components.relist(node, component, signal);
    return '';
  },
};
