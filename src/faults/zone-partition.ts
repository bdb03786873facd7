import { z } from 'zod';
import type { NodeState } from '../core/cluster-state.ts';
import { define } from '../core/definition.ts';
import { HarnessError } from '../core/errors.ts';
import type { Fault } from '../core/fault.ts';
import { networkNeeds } from './needs.ts';
import { cutOff } from './zone-cut.ts';
import { partitionPods } from './zone-pods.ts';
import { drawZones, zoneParams } from './zones.ts';

const layers = ['both', 'control-plane', 'data-plane'] as const;

/** Cuts availability zones off from the others: kubelets, etcd peers, apiservers, load balancer and pods alike. */
export const zonePartition: Fault = define(
  {
    name: 'zone-partition',
    summary: 'Cuts one availability zone, or several, off from every other and from the load balancer.',
    notes: {
      applies:
        'First a NetworkChaos partition between the zone’s workload pods and all others; beneath it, in each node of the zone, ' +
        'rules that drop all traffic to and from every other node, its pods, and the load balancer. Of one layer alone: only the ' +
        'zone’s control-plane nodes are cut, or only its workers and pods; in one direction: only what leaves, or what comes in.',
      proof:
        'Chaos Mesh reports exactly those pods as injected and their connections across time out; then connections from each node ' +
        'to every peer (to 20 of them where there are more), which were answered before, time out.',
      heal: 'The nodes’ rules are taken out first, through the container runtime, so that Chaos Mesh reaches its daemons again; then the NetworkChaos is deleted.',
    },
    example: { zone: 'any' },
    params: z.strictObject({
      ...zoneParams,
      direction: z
        .enum(['both', 'in', 'out'])
        .default('both')
        .describe('What is dropped: what leaves the zone ("out"), what comes into it ("in"), or both.'),
      layer: z
        .enum(layers)
        .default('both')
        .describe(
          'Whose traffic: the zone’s control-plane nodes, its other nodes and the workload’s pods ("data-plane"), or both.',
        ),
    }),
  },
  ({ direction, layer, ...params }) => ({
    needs: layer === 'control-plane' ? [] : networkNeeds('partition', true),
    plan: (context) => {
      const { state, random } = context;
      const { zones, inside, texts } = drawZones(state, params, random);
      const cut = inside.filter((node) => layer === 'both' || node.controlPlane === (layer === 'control-plane'));
      if (cut.length === 0) {
        throw new HarnessError('unsatisfiable', `zone ${zones.join(', ')} has no node of the ${layer}`, {
          hint: 'Choose another zone, or layer: both.',
        });
      }
      const pods = layer === 'control-plane' ? [] : partitionPods(context, zones, direction);
      const nodes = cutOff(state, cut, direction);
      const count = new Set(pods.flatMap(({ targets }) => targets)).size;
      return {
        // The zone goes at one stroke: its nodes together, once Chaos Mesh has done what it needs its daemons there for.
        steps: pods.length === 0 ? [nodes] : [pods, nodes],
        targets: [...texts, `nodes ${namesOf(cut)}`, podsText(layer, count)],
        disabledNodes: cut.map(({ name }) => name),
      };
    },
  }),
);

function namesOf(nodes: readonly NodeState[]): string {
  return nodes.map(({ name }) => name).join(', ');
}

function podsText(layer: (typeof layers)[number], count: number): string {
  if (layer === 'control-plane') return 'the workload’s pods are not cut off';
  return count === 0 ? 'no workload pods on both sides: cut at the nodes only' : `${count} workload pods`;
}
