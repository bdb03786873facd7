import { z } from 'zod';
import { define } from '../core/definition.ts';
import type { Fault } from '../core/fault.ts';
import { chooseInstance, onNode, planOf, whichParam } from './component.ts';
import { pauseNotes } from './component-notes.ts';

/** Stops the process of one kube-controller-manager without ending it. */
export const controllerManagerPause: Fault = define(
  {
    name: 'controller-manager-pause',
    summary: 'Stops one kube-controller-manager without ending it, by default the one that leads.',
    notes: pauseNotes,
    params: z.strictObject({ node: whichParam('leader') }),
  },
  ({ node }) => ({
    plan: (context) => {
      const { node: chosen, text } = chooseInstance(context, 'kube-controller-manager', node);
      return planOf([onNode(chosen, { name: 'suspend-component', component: 'kube-controller-manager' })], [text]);
    },
  }),
);
