import { z } from 'zod';
import { define } from '../core/definition.ts';
import type { Fault } from '../core/fault.ts';
import { onNode } from './component.ts';
import { drawZones, zoneParams } from './zones.ts';

/** Freezes every machine of a zone. */
export const zoneOutage: Fault = define(
  {
    name: 'zone-outage',
    summary: 'Freezes every node of one availability zone, or of several: connections to them hang.',
    notes: {
      applies:
        'Every node of the zone is paused by the container runtime: no process runs, and the kernel still takes connections.',
      proof: 'The runtime says that each is paused, and its kubelet, which answered before, is silent.',
      heal: 'Every node is unpaused.',
    },
    example: { zone: 'any' },
    params: z.strictObject(zoneParams),
  },
  (params) => ({
    plan: ({ state, random }) => {
      const { inside, texts } = drawZones(state, params, random);
      const names = inside.map(({ name }) => name);
      return {
        steps: [names.map((name) => onNode(name, { name: 'pause-machine' }))],
        targets: [...texts, `nodes ${names.join(', ')}`],
        disabledNodes: names,
      };
    },
  }),
);
