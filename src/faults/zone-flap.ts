import { z } from 'zod';
import { define } from '../core/definition.ts';
import type { Fault } from '../core/fault.ts';
import { duration } from '../core/params.ts';
import { cutOff } from './zone-cut.ts';
import { drawZones, zoneParams } from './zones.ts';

/** Cuts a zone off and joins it again, over and over. */
export const zoneFlap: Fault = define(
  {
    name: 'zone-flap',
    summary: 'Cuts one availability zone off at its nodes and joins it again, over and over.',
    notes: {
      applies:
        'In each node of the zone, rules that drop all traffic to and from every other node, its pods, and the load balancer; in turns with nothing.',
      proof: 'Each time: connections from each node to every peer, which were answered before, time out.',
      heal: 'The rules are taken out, through the container runtime.',
    },
    example: { zone: 'any' },
    params: z.strictObject({
      ...zoneParams,
      on: duration()
        .refine((ms) => ms >= 1000, { error: 'a cut must last 1s at least' })
        .prefault('20s')
        .describe('How long it is cut off each time.'),
      off: duration()
        .refine((ms) => ms >= 1000, { error: 'the time in between must be 1s at least' })
        .prefault('20s')
        .describe('How long it is joined in between.'),
    }),
  },
  ({ on: onMs, off: offMs, ...params }) => ({
    plan: ({ state, random }) => {
      const { inside, texts } = drawZones(state, params, random);
      return {
        steps: [cutOff(state, inside)],
        targets: [...texts, `nodes ${inside.map(({ name }) => name).join(', ')}`],
        disabledNodes: inside.map(({ name }) => name),
        cycle: { onMs, offMs },
      };
    },
  }),
);
