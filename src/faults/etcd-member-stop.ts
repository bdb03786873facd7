import { z } from 'zod';
import { define } from '../core/definition.ts';
import type { Fault } from '../core/fault.ts';
import { chooseInstance, onNode, planOf, whichParam } from './component.ts';
import { stopNotes } from './component-notes.ts';

/** Takes one etcd away for as long as the fault lasts. */
export const etcdMemberStop: Fault = define(
  {
    name: 'etcd-member-stop',
    summary: 'Takes one etcd member away for as long as the fault lasts, by default one that does not lead.',
    notes: stopNotes,
    params: z.strictObject({ node: whichParam('follower') }),
  },
  ({ node }) => ({
    plan: (context) => {
      const { node: chosen, text } = chooseInstance(context, 'etcd', node);
      return planOf([onNode(chosen, { name: 'stop-component', component: 'etcd' })], [text]);
    },
  }),
);
