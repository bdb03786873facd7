import { z } from 'zod';
import type { BoundFault } from '../core/fault.ts';
import { chaosPlan, containersOf, these } from './chaos-plan.ts';
import { drawPods, podParams, type PodWish, signed } from './targets.ts';
import { secondNet } from './second-net.ts';

/** The parameters that every fault of names has. */
export const dnsParams = {
  ...podParams,
  container: z.string().min(1).optional().describe('In which of its containers; the first where left out.'),
  patterns: z
    .array(z.string().regex(/^[^*]*\*?$/, { error: 'has a "*" that is not at its end: Chaos Mesh would not match it' }))
    .default([])
    .describe('Which names, "*" at the end for anything; all where left out.'),
  name: z
    .string()
    .min(1)
    .default('kubernetes.default.svc.cluster.local')
    .describe('A name that fits, and has an answer: the fault is seen by asking for it.'),
};

interface DnsWish extends PodWish {
  readonly container?: string | undefined;
  readonly patterns: readonly string[];
  readonly name: string;
}

/** A fault that has the chosen pods ask Chaos Mesh’s own DNS server. */
export function dnsFault({ container, patterns, name, ...wish }: DnsWish, action: 'error' | 'random'): BoundFault {
  return {
    needs: ['DNSChaos'],
    plan: (context) => {
      const drawn = drawPods(context, wish);
      const { names, ids } = containersOf(drawn.chosen, container);
      const some = patterns.length === 0 ? {} : { patterns };
      return chaosPlan(context, drawn, {
        object: {
          kind: 'DNSChaos',
          spec: { action, ...these(drawn.chosen), containerNames: names, ...some, duration: secondNet(context) },
        },
        targets: ids,
        proof: {
          kind: 'sign',
          sign: { kind: 'name', name, expect: action === 'error' ? 'error' : 'other' },
          pods: signed(drawn.chosen, container),
        },
      });
    },
  };
}

/** What `explain` says of every fault of names. */
export const dnsProof =
  'Chaos Mesh reports exactly those containers as injected, and asking for the name in each pod, which was answered well before, shows it.';
