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
      applies:
        'The server’s lines become a comment in the configuration that kind wrote, which the balancer reads anew: HAProxy on SIGHUP, Envoy as it sees another file in its place.',
      proof: 'Of some new connections to the balancer none comes to the server, where some came before.',
      heal: 'The lines are put back, and read.',
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
