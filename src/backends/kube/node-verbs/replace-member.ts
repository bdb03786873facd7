import type { NodeVerbOf } from '../../../core/node-verb.ts';
import { HarnessError } from '../../../core/errors.ts';
import type { ComponentSight } from '../inside.ts';
import { bringBack, hear } from './component.ts';
import type { VerbKind } from './verb-kind.ts';

const stepMs = 1000;
/** A container that ends, a member that starts on an empty disk and catches up. */
const stepWithinMs = 90_000;

/** A member that is removed with its disk, and added anew: what is done after a disk was lost. */
export const replaceMember: VerbKind<NodeVerbOf<'replace-member'>> = {
  act: ({ inside, clock, node, verb: { through, member } }) => {
    const { etcd, components } = inside;
    let oldId: string | undefined;
    const until = async (what: string, holds: () => Promise<boolean>, signal: AbortSignal): Promise<void> => {
      const giveUpAt = clock.now() + stepWithinMs;
      while (!(await holds())) {
        signal.throwIfAborted();
        if (clock.now() > giveUpAt) {
          throw new HarnessError('unavailable', `${what} did not come within ${stepWithinMs / 1000} s`, {
            hint: 'Look at the etcd container of the node.',
          });
        }
        await clock.sleep(stepMs, signal);
      }
    };
    const idOf = async (signal: AbortSignal): Promise<string | undefined> =>
      [...(await etcd.members(through.node, signal))].find(([, name]) => name === node)?.[0];
    const look = (signal: AbortSignal): Promise<ComponentSight> => components.look(node, 'etcd', signal);
    const rejoin = async (signal: AbortSignal): Promise<void> => {
      if ((await idOf(signal)) === undefined) {
        await until('the end of the member', async () => (await look(signal)).id === undefined, signal);
        await etcd.wipe(node, [through, member], signal);
        await etcd.add(through.node, member, signal);
      }
      await bringBack({ inside, clock, node }, 'etcd', signal);
      await until('the new member', async () => (await hear(inside, node, 'etcd', signal)) === 'answered', signal);
    };
    return {
      before: async (signal) => {
        oldId = await idOf(signal);
      },
      apply: async (signal) => {
        await components.unlist(node, 'etcd', signal);
        const id = await idOf(signal);
        if (id !== undefined) await etcd.remove(through.node, id, signal);
        await rejoin(signal);
      },
      prove: async (signal) => {
        const id = await idOf(signal);
        const heard = await hear(inside, node, 'etcd', signal);
        return {
          status:
            oldId !== undefined && id !== undefined && id !== oldId && heard === 'answered' ? 'proven' : 'unproven',
          detail: `the member was ${oldId ?? 'not there'} before, and is ${id ?? 'not there'} now; its health page is ${heard}`,
        };
      },
      undo: async (signal) => {
        await rejoin(signal);
        await etcd.tidy(node, signal);
        return (await idOf(signal)) === undefined ? 'the member is missing' : '';
      },
    };
  },
};
