import { z } from 'zod';
import { define } from '../core/definition.ts';
import type { Fault } from '../core/fault.ts';
import { chooseInstance, nodesOf, onNode, planOf } from './component.ts';

/** Has apiservers serve a certificate that has expired. */
export const certificateExpiry: Fault = define(
  {
    name: 'certificate-expiry',
    summary: 'Has one apiserver, or all of them, serve a certificate that has expired.',
    notes: {
      applies:
        'The serving certificate is signed again by the cluster’s own authority, for the same names and a day that is past, and put in the place of the good one, which is kept beside it. The apiserver reads it anew.',
      proof: 'A client that checks the certificate, and was answered before, is turned away by it.',
      heal: 'The good certificate is put back; healed when a client that checks is answered.',
    },
    params: z.strictObject({
      node: z
        .string()
        .min(1)
        .default('any')
        .describe('The control-plane node; "any": one drawn by seed; "all": every apiserver at once.'),
    }),
  },
  ({ node }) => ({
    plan: (context) => {
      if (node === 'all') {
        const nodes = nodesOf(context.state, 'kube-apiserver');
        return planOf(
          nodes.map((name) => onNode(name, { name: 'expire-certificate' })),
          [`kube-apiserver of ${nodes.join(', ')}`],
        );
      }
      const { node: chosen, text } = chooseInstance(context, 'kube-apiserver', node);
      return planOf([onNode(chosen, { name: 'expire-certificate' })], [text]);
    },
  }),
);
