import { z } from 'zod';
import { define } from '../core/definition.ts';
import type { Fault } from '../core/fault.ts';
import { balancerOf } from './balancer.ts';
import { onNode, planOf } from './component.ts';

const apiPort = 6443;

/** Ends the load balancer before the apiservers. */
export const loadBalancerKill: Fault = define(
  {
    name: 'load-balancer-kill',
    summary: 'Ends the load balancer before the apiservers at once; it stays away for as long as the fault lasts.',
    notes: {
      applies: 'SIGKILL to the balancer’s container, through the container runtime.',
      proof: 'The runtime says that it does not run, and its port, which took connections before, takes none.',
      heal: 'The container is started again, with the configuration that it has.',
    },
    params: z.strictObject({}),
  },
  () => ({
    needs: ['lasting-balancer'],
    plan: ({ state }) => {
      const { name } = balancerOf(state);
      return planOf([onNode(name, { name: 'kill-machine', port: apiPort })], [`load balancer ${name}`]);
    },
  }),
);
