import { z } from 'zod';
import { define } from '../core/definition.ts';
import type { Fault } from '../core/fault.ts';

/** An admission webhook that must be asked and does not answer. */
export const webhookOutage: Fault = define(
  {
    name: 'webhook-outage',
    summary: 'An admission webhook with failurePolicy Fail is away: no pod of the workload’s namespace can be made.',
    notes: {
      applies:
        'A ValidatingWebhookConfiguration for the creation of pods in the workload’s namespace, whose service nobody serves: what the outage of a policy controller leaves behind.',
      proof: 'A pod that would have been accepted before (dry run) is refused with “failed calling webhook”.',
      heal: 'The configuration is deleted.',
    },
    params: z.strictObject({}),
  },
  () => ({
    plan: ({ state, name, labels }) => ({
      steps: [
        [{ kind: 'api', verb: { name: 'refuse-creates', webhook: name, namespace: state.workloadNamespace, labels } }],
      ],
      targets: [`new pods of the namespace ${state.workloadNamespace}`],
      disabledNodes: [],
    }),
  }),
);
