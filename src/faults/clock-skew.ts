import { goDuration } from 'chaos-mesh-types';
import { z } from 'zod';
import { parseDuration } from '../base/quantity.ts';
import { define } from '../core/definition.ts';
import type { Fault } from '../core/fault.ts';
import { chaosHeal } from './chaos-object.ts';
import { chaosPlan, containersOf, these } from './chaos-plan.ts';
import { portOf } from './http.ts';
import { drawPods, podParams, signed } from './targets.ts';
import { secondNet } from './second-net.ts';

const offset = z
  .string()
  .regex(/^-?(?:\d+(?:\.\d+)?(?:ms|s|m|h))+$/, { error: 'is no offset: write 10m, or -1h for the past' })
  .transform((text) => (text.startsWith('-') ? -1 : 1) * (parseDuration(text.replace('-', '')) ?? 0));

/** Makes programs believe in another time. */
export const clockSkew: Fault = define(
  {
    name: 'clock-skew',
    summary: 'Makes the programs of the chosen pods believe that it is later, or earlier, than it is.',
    notes: {
      applies: 'A TimeChaos, which moves the real-time clock of the containers’ first processes and their children.',
      proof:
        'Chaos Mesh reports exactly those containers as injected, and the Date of the pods’ HTTP answers, which was right before, is off by as much.',
      heal: chaosHeal,
    },
    example: { offset: '-1h', take: 'half' },
    params: z.strictObject({
      ...podParams,
      container: z.string().min(1).optional().describe('In which of its containers; the first where left out.'),
      offset: offset.prefault('10m').describe('How much later; with "-" before it, how much earlier.'),
      port: z
        .int()
        .min(1)
        .max(65_535)
        .optional()
        .describe('Where it answers HTTP, with a Date; the first port that it declares where left out.'),
    }),
  },
  ({ container, offset: offMs, port, ...wish }) => ({
    needs: ['TimeChaos'],
    plan: (context) => {
      const drawn = drawPods(context, wish);
      const { names, ids } = containersOf(drawn.chosen, container);
      return chaosPlan(context, drawn, {
        object: {
          kind: 'TimeChaos',
          spec: {
            ...these(drawn.chosen),
            containerNames: names,
            timeOffset: goDuration(offMs),
            clockIds: ['CLOCK_REALTIME'],
            duration: secondNet(context),
          },
        },
        targets: ids,
        proof: {
          kind: 'sign',
          sign: { kind: 'clock', port: port ?? portOf(drawn.chosen), offMs },
          pods: signed(drawn.chosen, container),
        },
      });
    },
  }),
);
