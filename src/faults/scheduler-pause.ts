import { z } from 'zod';
import { define } from '../core/definition.ts';
import type { Fault } from '../core/fault.ts';
import { chooseInstance, onNode, planOf, whichParam } from './component.ts';
import { pauseNotes } from './component-notes.ts';

/** Stops the process of one kube-scheduler without ending it. */
export const schedulerPause: Fault = define(
  {
    name: 'scheduler-pause',
    summary: 'Stops one kube-scheduler without ending it, by default the one that leads.',
    notes: pauseNotes,
    params: z.strictObject({ node: whichParam('leader') }),
  },
  ({ node }) => ({
    plan: (context) => {
      const { node: chosen, text } = chooseInstance(context, 'kube-scheduler', node);
      return planOf([onNode(chosen, { name: 'suspend-component', component: 'kube-scheduler' })], [text]);
    },
  }),
);
