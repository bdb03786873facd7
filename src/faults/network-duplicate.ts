import { z } from 'zod';
import { define } from '../core/definition.ts';
import type { Fault } from '../core/fault.ts';
import { ratio } from '../core/params.ts';
import { chaosHeal } from './chaos-object.ts';
import { networkFault, networkParams, networkProof, percentage } from './network.ts';

/** Sends packets between the pods of a zone and all others twice. */
export const networkDuplicate: Fault = define(
  {
    name: 'network-duplicate',
    summary: 'Sends packets between the pods of a zone and all others twice.',
    notes: {
      applies:
        'A NetworkChaos duplicate in both directions. The kernel below the nodes needs sch_netem, sch_prio, sch_sfq and ip_set: without them the run is refused.',
      proof: networkProof,
      heal: chaosHeal,
    },
    params: z.strictObject({
      ...networkParams,
      percent: ratio().prefault('20%').describe('Which share of the packets.'),
    }),
  },
  ({ percent, ...wish }) =>
    networkFault(wish, {
      action: 'duplicate',
      duplicate: { duplicate: percentage(percent), correlation: '0' },
    }),
);
