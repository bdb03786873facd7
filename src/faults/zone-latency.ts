import { z } from 'zod';
import { define } from '../core/definition.ts';
import type { Fault } from '../core/fault.ts';
import { duration } from '../core/params.ts';
import { onNode } from './component.ts';
import { delayNeeds, delayNotes } from './delay-notes.ts';
import { cutPeers } from './zone-cut.ts';
import { drawZones, zoneParams } from './zones.ts';

/** Makes everything late that a zone sends to the others. */
export const zoneLatency: Fault = define(
  {
    name: 'zone-latency',
    summary: 'Holds back everything that the nodes of one availability zone send to the others.',
    notes: delayNotes,
    example: { zone: 'any' },
    params: z.strictObject({
      ...zoneParams,
      delay: duration().prefault('100ms').describe('How long each packet waits.'),
      jitter: duration().prefault('10ms').describe('How much shorter or longer, at most.'),
    }),
  },
  ({ delay: delayMs, jitter: jitterMs, ...params }) => ({
    needs: delayNeeds,
    plan: ({ state, random }) => {
      const { inside, texts } = drawZones(state, params, random);
      return {
        steps: [
          inside.map((node) =>
            onNode(node.name, { name: 'delay-traffic', peers: cutPeers(state, node), delayMs, jitterMs }),
          ),
        ],
        targets: [...texts, `nodes ${inside.map(({ name }) => name).join(', ')}`],
        disabledNodes: [],
      };
    },
  }),
);
