import { z } from 'zod';
import { define } from '../core/definition.ts';
import type { Fault } from '../core/fault.ts';
import { balancerOf } from './balancer.ts';
import { chooseInstance, nodeNamed, nodeParam, onNode, planOf } from './component.ts';

/** Takes one apiserver out of the load balancer's rotation. */
export const loadBalancerDrain: Fault = define(
  {
    name: 'load-balancer-drain',
    summary:
      'Takes one apiserver out of the load balancer’s rotation: connections that stand are kept, new ones go elsewhere.',
    notes: {
      applies: 'The server’s line is commented out in HAProxy’s configuration, and HAProxy reloads it (SIGHUP).',
      proof: 'Of some new connections to the balancer none comes to the server, where some came before.',
      heal: 'The configuration of before is put back, and reloaded.',
    },
    params: z.strictObject({ node: nodeParam() }),
  },
  ({ node }) => ({
    plan: (context) => {
      const { name } = balancerOf(context.state);
      const { node: server, text } = chooseInstance(context, 'kube-apiserver', node);
      const { address } = nodeNamed(context.state, server);
      return planOf([onNode(name, { name: 'drain-server', server, address })], [`${text}, drained at ${name}`]);
    },
  }),
);
