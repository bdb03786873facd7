import { z } from 'zod';
import { define } from '../core/definition.ts';
import type { Fault } from '../core/fault.ts';
import { nodePlan } from './node-plan.ts';
import { nodeParams } from './targets.ts';

/** Where every kubelet answers. */
const kubeletPort = 10250;

/** Ends nodes at once, as a lost power supply does. */
export const nodeStop: Fault = define(
  {
    name: 'node-stop',
    summary: 'Ends nodes at once, as a lost power supply does; they are started again by the heal.',
    notes: {
      applies: 'The node’s machine is killed, through the container runtime.',
      proof: 'The runtime says that it is off, and its kubelet, which answered before, does not.',
      heal: 'The machine is started.',
    },
    params: z.strictObject(nodeParams),
  },
  (wish) => ({
    plan: (context) => nodePlan(context, wish, { name: 'kill-machine', port: kubeletPort }, { lost: true }),
  }),
);
