import type { NodeVerbOf } from '../../../core/node-verb.ts';
import { messageOf } from '../../../core/errors.ts';
import type { VerbKind } from './verb-kind.ts';

const refusal = 'database space exceeded';

/** The alarm of a database that has reached its quota: no member takes writes until an operator has made room. */
export const raiseNoSpace: VerbKind<NodeVerbOf<'raise-no-space'>> = {
  act: ({ inside: { etcd }, node, verb: { members }, note }) => {
    let before: string | undefined = 'it was not tried';
    return {
      before: async (signal) => {
        before = await etcd.tryWrite(node, signal);
      },
      apply: (signal) => etcd.raiseNoSpace(node, signal),
      prove: async (signal) => {
        const said = await etcd.tryWrite(node, signal);
        return {
          status: before === undefined && said?.includes(refusal) === true ? 'proven' : 'unproven',
          detail: `a write, ${before === undefined ? 'taken' : `refused (${before})`} before, is ${said === undefined ? 'taken' : `refused: ${said}`}`,
        };
      },
      undo: async (signal) => {
        await etcd.disarm(node, signal);
        // Every member's file is its own; a node without a member has nothing to give back, one that is away nothing now.
        for (const name of members) {
          await etcd
            .defragment(name, signal)
            .catch((error: unknown) => note(`defragmenting etcd of ${name}: ${messageOf(error)}`));
        }
        return (await etcd.alarms(node, signal)).join(', ');
      },
    };
  },
  sweep: async ({ etcd }, node, signal) => {
    if ((await etcd.alarms(node, signal)).length === 0) return '';
    await etcd.disarm(node, signal);
    return (await etcd.alarms(node, signal)).join(', ');
  },
};
