import { z } from 'zod';
import { define } from '../core/definition.ts';
import type { Fault } from '../core/fault.ts';
import { chooseInstance, onNode, planOf, whichParam } from './component.ts';
import { pauseNotes } from './component-notes.ts';

/** Stops the process of one etcd without ending it. */
export const etcdLeaderPause: Fault = define(
  {
    name: 'etcd-leader-pause',
    summary:
      'Stops one etcd process without ending it, by default the leader: it believes that it leads until it goes on.',
    notes: pauseNotes,
    params: z.strictObject({ node: whichParam('leader') }),
  },
  ({ node }) => ({
    plan: (context) => {
      const { node: chosen, text } = chooseInstance(context, 'etcd', node);
      return planOf([onNode(chosen, { name: 'suspend-component', component: 'etcd' })], [text]);
    },
  }),
);
