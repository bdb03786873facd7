import { z } from 'zod';
import { define } from '../core/definition.ts';
import type { Fault } from '../core/fault.ts';
import { nodePlan } from './node-plan.ts';
import { nodeParams } from './targets.ts';

/** Kills the container runtime of nodes: containers run on, and none is started until it is back. */
export const containerdKill: Fault = define(
  {
    name: 'containerd-kill',
    summary: 'Kills the container runtime of nodes: containers run on, and none is started until it is back.',
    notes: {
      applies: 'The main process of the service containerd is killed (SIGKILL) in the node.',
      proof: 'The service runs as another process than before.',
      heal: 'The init system starts it again, within seconds; it is seen to run.',
    },
    params: z.strictObject(nodeParams),
  },
  (wish) => ({
    plan: (context) => nodePlan(context, wish, { name: 'kill-service', service: 'containerd' }, { lost: false }),
  }),
);
