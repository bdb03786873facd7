import { z } from 'zod';
import { define } from '../core/definition.ts';
import type { Fault } from '../core/fault.ts';
import { chaosHeal } from './chaos-object.ts';
import { dnsFault, dnsParams, dnsProof } from './dns.ts';

/** Has names that the chosen pods ask for not be answered. */
export const dnsError: Fault = define(
  {
    name: 'dns-error',
    summary: 'Has names that the chosen pods ask for not be answered.',
    notes: {
      applies: 'A DNSChaos error: the pods’ resolvers are pointed at a DNS server of Chaos Mesh’s.',
      proof: dnsProof,
      heal: chaosHeal,
    },
    params: z.strictObject(dnsParams),
  },
  (wish) => dnsFault(wish, 'error'),
);
