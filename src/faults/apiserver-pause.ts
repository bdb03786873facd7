import { z } from 'zod';
import { define } from '../core/definition.ts';
import type { Fault } from '../core/fault.ts';
import { chooseInstance, onNode, planOf, nodeParam } from './component.ts';
import { pauseNotes } from './component-notes.ts';

/** Stops the process of one kube-apiserver without ending it. */
export const apiserverPause: Fault = define(
  {
    name: 'apiserver-pause',
    summary: 'Stops one kube-apiserver without ending it: clients hang on it instead of being refused.',
    notes: pauseNotes,
    params: z.strictObject({ node: nodeParam() }),
  },
  ({ node }) => ({
    plan: (context) => {
      const { node: chosen, text } = chooseInstance(context, 'kube-apiserver', node);
      return planOf([onNode(chosen, { name: 'suspend-component', component: 'kube-apiserver' })], [text]);
    },
  }),
);
