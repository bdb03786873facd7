import { z } from 'zod';
import { define } from '../core/definition.ts';
import type { Fault } from '../core/fault.ts';
import { size } from '../core/params.ts';
import { chaosHeal } from './chaos-object.ts';
import { networkFault, networkParams, networkProof } from './network.ts';

/** How many bytes may leave at once, and how many may wait: half a second’s worth, and no less than a few packets. */
const leastBytes = 10_000;

/** Makes the way between the pods of a zone and all others narrow. */
export const networkBandwidth: Fault = define(
  {
    name: 'network-bandwidth',
    summary: 'Makes the way between the pods of a zone and all others narrow.',
    notes: {
      applies:
        'A NetworkChaos bandwidth in both directions. The kernel below the nodes needs sch_tbf, sch_prio, sch_sfq and ip_set: without them the run is refused.',
      proof: networkProof,
      heal: chaosHeal,
    },
    params: z.strictObject({
      ...networkParams,
      perSecond: size().prefault('100k').describe('Bytes that pass in a second.'),
    }),
  },
  ({ perSecond, ...wish }) => {
    const bytes = Math.max(1, Math.round(perSecond));
    const buffer = Math.max(leastBytes, Math.round(bytes / 2));
    return networkFault(wish, { action: 'bandwidth', bandwidth: { rate: `${bytes}bps`, limit: buffer, buffer } });
  },
);
