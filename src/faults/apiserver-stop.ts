import { z } from 'zod';
import { define } from '../core/definition.ts';
import type { Fault } from '../core/fault.ts';
import { chooseInstance, onNode, planOf, nodeParam } from './component.ts';
import { stopNotes } from './component-notes.ts';

/** Takes one kube-apiserver away for as long as the fault lasts. */
export const apiserverStop: Fault = define(
  {
    name: 'apiserver-stop',
    summary:
      'Takes the kube-apiserver of one control-plane node away: its manifest is moved out of the kubelet’s sight.',
    notes: stopNotes,
    params: z.strictObject({ node: nodeParam() }),
  },
  ({ node }) => ({
    plan: (context) => {
      const { node: chosen, text } = chooseInstance(context, 'kube-apiserver', node);
      return planOf([onNode(chosen, { name: 'stop-component', component: 'kube-apiserver' })], [text]);
    },
  }),
);
