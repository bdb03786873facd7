import type { Component, NodeVerbOf } from '../../../core/node-verb.ts';
import type { Snapshot } from '../inside.ts';
import { hear } from './component.ts';
import { until } from './until.ts';
import type { NodeContext, VerbKind } from './verb-kind.ts';

const stepWithinMs = 120_000;

/** The drill of the last resort: a snapshot, an empty member set, and the snapshot in it again. */
export const restoreEtcd: VerbKind<NodeVerbOf<'restore-etcd'>> = {
  act: (context) => {
    const { inside, node, verb } = context;
    const { etcd } = inside;
    let saved: Snapshot | undefined;
    return {
      apply: async (signal) => {
        // Nobody writes between the snapshot and its restoration: nothing is lost, and the keys can be compared.
        await each(context, 'kube-apiserver', 'away', signal);
        saved = await etcd.save(node, signal);
        await each(context, 'etcd', 'away', signal);
        await etcd.restore(node, verb.members, signal);
        await each(context, 'etcd', 'back', signal);
      },
      proofWithinMs: 60_000,
      prove: async (signal) => {
        const now = await etcd.digest(node, signal);
        const same = saved?.keys === now.keys && saved.hash === now.hash;
        const proven = same && now.keys > 0;
        return {
          status: proven ? 'proven' : 'unproven',
          detail: `the snapshot held ${saved?.keys ?? 0} keys; the members hold ${now.keys} after they were wiped and restored, ${same ? 'the same' : 'not the same'} to the last byte`,
        };
      },
      undo: async (signal) => {
        for (const member of verb.members) await etcd.putBack(member.node, signal);
        await each(context, 'etcd', 'back', signal);
        await each(context, 'kube-apiserver', 'back', signal);
        for (const member of verb.members) await etcd.tidy(member.node, signal);
        return '';
      },
    };
  },
};

/** Moves a component away from every member's node, or back, and waits until it has gone or answers. */
async function each(
  { inside, clock, verb: { members } }: NodeContext<NodeVerbOf<'restore-etcd'>>,
  component: Component,
  where: 'away' | 'back',
  signal: AbortSignal,
): Promise<void> {
  const { components } = inside;
  await Promise.all(
    members.map(({ node }) =>
      where === 'away' ? components.unlist(node, component, signal) : components.relist(node, component, signal),
    ),
  );
  const there = async (node: string): Promise<boolean> =>
    where === 'away'
      ? (await components.look(node, component, signal)).id === undefined
      : (await hear(inside, node, component, signal)) === 'answered';
  const all = async (): Promise<boolean> => (await Promise.all(members.map(({ node }) => there(node)))).every(Boolean);
  await until({ clock, signal, withinMs: stepWithinMs }, all, () => `${component} is not ${where}`);
}
