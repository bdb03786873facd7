import { z } from 'zod';
import { define } from '../core/definition.ts';
import type { Fault } from '../core/fault.ts';
import { ratio } from '../core/params.ts';
import { chaosHeal } from './chaos-object.ts';
import { networkFault, networkParams, networkProof, percentage } from './network.ts';

/** Damages packets between the pods of a zone and all others. */
export const networkCorrupt: Fault = define(
  {
    name: 'network-corrupt',
    summary: 'Damages packets between the pods of a zone and all others.',
    notes: {
      applies:
        'A NetworkChaos corrupt in both directions. The kernel below the nodes needs sch_netem, sch_prio, sch_sfq and ip_set: without them the run is refused.',
      proof: networkProof,
      heal: chaosHeal,
    },
    params: z.strictObject({
      ...networkParams,
      percent: ratio().prefault('5%').describe('Which share of the packets.'),
    }),
  },
  ({ percent, ...wish }) =>
    networkFault(wish, {
      action: 'corrupt',
      corrupt: { corrupt: percentage(percent), correlation: '0' },
    }),
);
