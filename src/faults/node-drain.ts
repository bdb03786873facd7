import { z } from 'zod';
import type { Action } from '../core/action.ts';
import { define } from '../core/definition.ts';
import { HarnessError } from '../core/errors.ts';
import type { Fault } from '../core/fault.ts';
import { cordon } from './node-cordon.ts';
import { drawNodes, identities, nodeParams } from './targets.ts';
import { patchHeal } from './workloads.ts';

/** Empties nodes as an operator does before maintenance. */
export const nodeDrain: Fault = define(
  {
    name: 'node-drain',
    summary:
      'Drains nodes as before maintenance: cordoned, then emptied by evictions that disruption budgets may hold up.',
    notes: {
      applies:
        'The nodes are cordoned by a patch; then the eviction of every pod is asked for that is not a DaemonSet’s nor a static one, ' +
        'again and again while a budget refuses.',
      proof: 'Every one of those pods has left, and the node says that it is unschedulable.',
      heal: `The nodes are uncordoned. ${patchHeal} Pods come back as they are made anew, not by themselves.`,
    },
    params: z.strictObject(nodeParams),
  },
  (wish) => ({
    plan: (context) => {
      const drawn = drawNodes(context, wish);
      const pods = drawn.chosen.map((node) => ({
        node,
        pods: context.state.pods.filter(
          (pod) => pod.node === node.name && !pod.mirror && pod.owner?.kind !== 'DaemonSet' && !pod.terminating,
        ),
      }));
      const count = pods.reduce((sum, one) => sum + one.pods.length, 0);
      if (count === 0) {
        throw new HarnessError('unsatisfiable', `${drawn.text}: there is no pod to evict`, {
          hint: 'Choose nodes that run pods of the workload.',
        });
      }
      const evictions = pods.flatMap(({ node, pods: its }): readonly Action[] =>
        its.length === 0
          ? []
          : [
              {
                kind: 'api',
                verb: { name: 'evict', what: `evict ${its.length} pods from ${node.name}`, pods: identities(its) },
              },
            ],
      );
      return {
        steps: [drawn.chosen.map((node) => cordon(context, node)), evictions],
        targets: [drawn.text, `${count} pods`],
        disabledNodes: [],
      };
    },
  }),
);
