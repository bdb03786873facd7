import { z } from 'zod';
import { define } from '../core/definition.ts';
import type { Fault } from '../core/fault.ts';
import { chaosHeal } from './chaos-object.ts';
import { dnsFault, dnsParams, dnsProof } from './dns.ts';

/** Has names that the chosen pods ask for be answered with random addresses. */
export const dnsRandom: Fault = define(
  {
    name: 'dns-random',
    summary: 'Has names that the chosen pods ask for be answered with random addresses.',
    notes: {
      applies: 'A DNSChaos random: the pods’ resolvers are pointed at a DNS server of Chaos Mesh’s.',
      proof: dnsProof,
      heal: chaosHeal,
    },
    params: z.strictObject(dnsParams),
  },
  (wish) => dnsFault(wish, 'random'),
);
