import { z } from 'zod';
import { define } from '../core/definition.ts';
import { HarnessError } from '../core/errors.ts';
import type { Fault } from '../core/fault.ts';
import { nodesOf, onNode } from './component.ts';

/** Restarts every kube-apiserver, one after the other. */
export const apiserverRollingRestart: Fault = define(
  {
    name: 'apiserver-rolling-restart',
    summary: 'Restarts every kube-apiserver, the next when the one before answers again, as an upgrade does.',
    notes: {
      applies: 'SIGTERM to the process of one apiserver after the other, through the container runtime of its node.',
      proof: 'Its node runs it in another container, and its health page answers.',
      heal: 'The kubelet has started each again before the next was asked to end: there is nothing to be undone.',
    },
    params: z.strictObject({}),
  },
  () => ({
    plan: ({ state }) => {
      const nodes = nodesOf(state, 'kube-apiserver');
      if (nodes.length === 0) {
        throw new HarnessError('unsatisfiable', 'the cluster shows no kube-apiserver', {
          hint: 'Choose a cluster whose apiservers are static pods.',
        });
      }
      return {
        steps: nodes.map((node) => [onNode(node, { name: 'restart-component', component: 'kube-apiserver' })]),
        targets: [`kube-apiserver of ${nodes.join(', then ')}`],
        disabledNodes: [],
      };
    },
  }),
);
