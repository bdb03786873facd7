import { z } from 'zod';
import type { Random } from '../base/random.ts';
import type { ClusterState, NodeState } from '../core/cluster-state.ts';
import { HarnessError } from '../core/errors.ts';
import { draw, drawText } from './draw.ts';

/** Parameters of every fault of zones. */
export const zoneParams = {
  zone: z.string().min(1).describe('A value of topology.kubernetes.io/zone, or "any": one drawn by seed.'),
  zones: z
    .int()
    .min(1)
    .max(16)
    .default(1)
    .describe('How many zones at once; those beyond the first are drawn by seed.'),
};

/** Zones that a fault struck. */
interface DrawnZones {
  readonly zones: readonly string[];
  readonly inside: readonly NodeState[];
  readonly outside: readonly NodeState[];
  /** The draw, in words. */
  readonly texts: readonly string[];
}

/** Draws zones. Throws HarnessError('unsatisfiable') where there are not so many, or nothing would be left outside of them. */
export function drawZones(
  state: ClusterState,
  { zone, zones: count }: { readonly zone: string; readonly zones: number },
  random: Random,
): DrawnZones {
  const all = [...new Set(state.nodes.flatMap((node) => node.zone ?? []))];
  const first = draw('zone', zone, all, random);
  const others = random.shuffle(all.filter((name) => name !== first).sort()).slice(0, count - 1);
  if (others.length < count - 1) {
    throw new HarnessError('unsatisfiable', `the cluster has ${all.length} zones, not ${count}`, {
      hint: 'Ask for fewer zones.',
    });
  }
  const zones = [first, ...others];
  const isInside = (node: NodeState): boolean => node.zone !== undefined && zones.includes(node.zone);
  const outside = state.nodes.filter((node) => !isInside(node));
  if (outside.length === 0) {
    throw new HarnessError(
      'unsatisfiable',
      `every node is in ${count === 1 ? `zone ${first}` : zones.join(', ')}: there is nothing to cut it off from`,
      {
        hint: 'Label nodes of other zones with topology.kubernetes.io/zone.',
      },
    );
  }
  const more = others.map((name) => `zone ${name} (drawn from ${all.length - 1})`);
  return { zones, inside: state.nodes.filter(isInside), outside, texts: [drawText('zone', first, zone, all), ...more] };
}
