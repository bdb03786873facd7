import { z } from 'zod';
import type { Peer } from '../core/node-verb.ts';
import { define } from '../core/definition.ts';
import type { Fault } from '../core/fault.ts';
import { duration } from '../core/params.ts';
import { chooseInstance, nodeParam, onNode, planOf } from './component.ts';
import { delayNeeds, delayNotes } from './delay-notes.ts';

const apiPort = 6443;

/** Makes every answer of one kube-apiserver late. */
export const apiserverLatency: Fault = define(
  {
    name: 'apiserver-latency',
    summary: 'Holds back everything that one kube-apiserver sends: every answer is late.',
    notes: delayNotes,
    params: z.strictObject({
      node: nodeParam(),
      delay: duration().prefault('200ms').describe('How long each packet waits.'),
      jitter: duration().prefault('20ms').describe('How much shorter or longer, at most.'),
    }),
  },
  ({ node, delay: delayMs, jitter: jitterMs }) => ({
    needs: delayNeeds,
    plan: (context) => {
      const { state } = context;
      const { node: chosen, text } = chooseInstance(context, 'kube-apiserver', node);
      const others = state.nodes.filter(({ name }) => name !== chosen);
      const nodes: Peer[] = others.map(({ name, address, controlPlane }) => ({
        name,
        address,
        cidrs: [],
        ...(controlPlane ? { port: apiPort } : {}),
      }));
      // The harness and its probes are somewhere else again: whatever comes from the port waits.
      const everybody: Peer = { name: 'everybody', address: '0.0.0.0/0', cidrs: [] };
      return planOf(
        [onNode(chosen, { name: 'delay-traffic', peers: [...nodes, everybody], delayMs, jitterMs, ports: [apiPort] })],
        [text],
      );
    },
  }),
);
