import { z } from 'zod';
import { define } from '../core/definition.ts';
import type { Fault } from '../core/fault.ts';
import { rate } from '../core/params.ts';
import { chooseInstance, nodeNamed, nodeParam, nodesOf, onNode, planOf } from './component.ts';
import { secondNetAfterMs } from './second-net.ts';

/** Floods one kube-apiserver with lists of all pods. */
export const apiserverOverload: Fault = define(
  {
    name: 'apiserver-overload',
    summary: 'Floods one kube-apiserver with lists of all pods, bounded in rate and time, from inside the cluster.',
    notes: {
      applies:
        'A program in another control-plane node lists all pods of the cluster again and again, at the given rate.',
      proof: 'At least half of the lists that are to be sent are answered, counted over three seconds.',
      heal: 'The program is ended. Its node’s systemd ends it in any case when its time is over.',
    },
    params: z.strictObject({
      node: nodeParam(),
      rate: rate()
        .refine((perSecond) => perSecond > 0, { error: 'a flood needs a rate above 0' })
        .prefault('50/s')
        .describe('Lists a second, at most.'),
    }),
  },
  ({ node, rate: ratePerSecond }) => ({
    plan: (context) => {
      const { node: chosen, text } = chooseInstance(context, 'kube-apiserver', node);
      const from = nodesOf(context.state, 'kube-apiserver').find((name) => name !== chosen) ?? chosen;
      const { address } = nodeNamed(context.state, chosen);
      const forMs = secondNetAfterMs(context);
      return planOf(
        [onNode(from, { name: 'flood-api', address, ratePerSecond, forMs })],
        [text, `flooded from ${from}`],
      );
    },
  }),
);
