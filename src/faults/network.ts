import type { NetworkChaosSpec } from 'chaos-mesh-types';
import { z } from 'zod';
import type { BoundFault, PlanContext } from '../core/fault.ts';
import { chaosPlan, podIds, these } from './chaos-plan.ts';
import { networkNeeds } from './needs.ts';
import { drawPods, type PlacedPod, signed } from './targets.ts';
import { secondNet } from './second-net.ts';

/** The parameters that every fault of the network between zones has. */
export const networkParams = {
  zone: z.string().min(1).default('any').describe('The zone whose pods are struck, or "any": one drawn by seed.'),
  namespace: z
    .string()
    .min(1)
    .default('workload')
    .describe('Whose pods; "workload": the namespace of the scenario’s workload.'),
  labels: z.record(z.string(), z.string()).default({}).describe('Labels that the pods have, on either side.'),
};

interface NetworkWish {
  readonly zone: string;
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
}

type Deed = Extract<NetworkChaosSpec, { readonly action: 'delay' | 'loss' | 'duplicate' | 'corrupt' | 'bandwidth' }>;
type Bare<T> = T extends { readonly action: string } ? Omit<T, 'mode' | 'value' | 'selector'> : never;

/** A fault of what the pods of a zone send to, and get from, those of the other zones. */
export function networkFault(wish: NetworkWish, deed: Bare<Deed>): BoundFault {
  const discipline = deed.action === 'bandwidth' ? 'tbf' : 'netem';
  return {
    needs: networkNeeds(deed.action, true),
    plan: (context) => {
      const { from, to, text } = sides(context, wish);
      return chaosPlan(
        context,
        { chosen: from, text },
        {
          object: {
            kind: 'NetworkChaos',
            spec: { ...deed, ...these(from), direction: 'both', target: these(to), duration: secondNet(context) },
          },
          targets: podIds([...from, ...to]),
          proof: { kind: 'sign', sign: { kind: 'queue', discipline }, pods: signed([...from, ...to], undefined) },
        },
      );
    },
  };
}

function sides(
  context: PlanContext,
  wish: NetworkWish,
): { readonly from: readonly PlacedPod[]; readonly to: readonly PlacedPod[]; readonly text: string } {
  const all = { namespace: wish.namespace, labels: wish.labels, take: 'all' } as const;
  const inside = drawPods(context, { ...all, zone: wish.zone }, { ownNetwork: true });
  const names = new Set(inside.chosen.map(({ name }) => name));
  const others = drawPods(context, all, { ownNetwork: true }).chosen.filter(({ name }) => !names.has(name));
  const rest = { ...context, state: { ...context.state, pods: others } };
  const outside = drawPods(rest, all);
  return { from: inside.chosen, to: outside.chosen, text: `${inside.text}; to and from ${outside.text}` };
}

/** What `explain` says of every fault of the network. */
export const networkProof =
  'Chaos Mesh reports exactly those pods as injected, and the queue that does it is seen on the pods’ interfaces, where there was none before.';

/** A share as Chaos Mesh writes percentages. */
export function percentage(share: number): `${number}` {
  return `${Number((share * 100).toFixed(6))}`;
}
