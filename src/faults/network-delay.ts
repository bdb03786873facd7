import { z } from 'zod';
import { define } from '../core/definition.ts';
import type { Fault } from '../core/fault.ts';
import { duration } from '../core/params.ts';
import { chaosHeal } from './chaos-object.ts';
import { networkFault, networkParams, networkProof } from './network.ts';

/** Makes traffic between the pods of a zone and all others slow. */
export const networkDelay: Fault = define(
  {
    name: 'network-delay',
    summary: 'Makes traffic between the pods of a zone and all others slow.',
    notes: {
      applies:
        'A NetworkChaos delay in both directions. The kernel below the nodes needs sch_netem, sch_prio, sch_sfq and ip_set: without them the run is refused.',
      proof: networkProof,
      heal: chaosHeal,
    },
    params: z.strictObject({
      ...networkParams,
      latency: duration().prefault('100ms').describe('How much later packets arrive.'),
      jitter: duration().prefault('10ms').describe('How far that strays.'),
    }),
  },
  ({ latency, jitter, ...wish }) =>
    networkFault(wish, {
      action: 'delay',
      delay: { latency: `${latency}ms`, jitter: `${jitter}ms`, correlation: '0' },
    }),
);
