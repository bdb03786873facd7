import { z } from 'zod';
import { define } from '../core/definition.ts';
import type { Fault } from '../core/fault.ts';
import { drawWorkload, patchHeal, patchOf, pathOfOwner, workloadParams } from './workloads.ts';

/** Scales a workload down to nothing. */
export const scaleToZero: Fault = define(
  {
    name: 'scale-to-zero',
    summary: 'Scales a workload to no replicas, as a slip of the hand does, and back.',
    notes: {
      applies: 'A patch of spec.replicas, through the API.',
      proof: 'The workload’s status says that no replica is Ready, and said otherwise before.',
      heal: `${patchHeal} The replicas start anew.`,
    },
    params: z.strictObject(workloadParams),
  },
  (wish) => ({
    plan: (context) => {
      const { owner, text } = drawWorkload(context, wish);
      const action = patchOf(context, {
        what: `scale ${owner.kind} ${owner.namespace}/${owner.name} to 0`,
        path: pathOfOwner(owner),
        change: { spec: { replicas: 0 } },
        undo: { spec: { replicas: owner.replicas } },
        seenBy: { field: 'status.readyReplicas', expect: { is: 0 } },
      });
      return { steps: [[action]], targets: [`${text}: ${owner.replicas} replicas`], disabledNodes: [] };
    },
  }),
);
