import type { NodeVerbOf } from '../../../core/node-verb.ts';
import { messageOf } from '../../../core/errors.ts';
import type { ComponentSight } from '../inside.ts';
import { bringBack, hear, unsettled } from './component.ts';
import { until } from './until.ts';
import type { VerbKind } from './verb-kind.ts';

/** A container that ends, a member that starts on an empty disk and catches up, a kubelet that tells of it once it reaches its API. */
const withinMs = 90_000;

/** A member that is removed with its disk, and added anew: what is done after a disk was lost. */
export const replaceMember: VerbKind<NodeVerbOf<'replace-member'>> = {
  act: ({ inside, clock, node, podOf, verb: { through, member } }) => {
    const { etcd, components } = inside;
    let oldId: string | undefined;
    const idOf = async (signal: AbortSignal): Promise<string | undefined> =>
      [...(await etcd.members(through.node, signal))].find(([, name]) => name === node)?.[0];
    const look = (signal: AbortSignal): Promise<ComponentSight> => components.look(node, 'etcd', signal);
    const rejoin = async (signal: AbortSignal): Promise<void> => {
      const bound = { clock, signal, withinMs };
      if ((await idOf(signal)) === undefined) {
        const hasEnded = async (): Promise<boolean> => (await look(signal)).id === undefined;
        await until(bound, hasEnded, () => 'the member did not end');
        await etcd.wipe(node, [through, member], signal);
        await etcd.add(through.node, member, signal);
      }
      await bringBack({ inside, clock, node }, 'etcd', signal);
      const answers = async (): Promise<boolean> => (await hear(inside, node, 'etcd', signal)) === 'answered';
      await until(bound, answers, () => 'the new member did not answer');
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
      // The kubelet makes the mirror pod anew, for its manifest is another one, and it is Pending until that reaches its API again.
      settle: async (signal) => {
        let trouble: string | undefined;
        const isSettled = async (): Promise<boolean> => {
          trouble = await unsettled({ inside, node, podOf }, 'etcd', signal).catch(messageOf);
          return trouble === undefined;
        };
        await until({ clock, signal, withinMs }, isSettled, () => `the new member did not settle (${trouble ?? ''})`);
      },
    };
  },
};
