import type { NodeVerbOf } from '../../../core/node-verb.ts';
import type { VerbKind } from './verb-kind.ts';

/** A server that a balancer hands no new connections to. */
export const drainServer: VerbKind<NodeVerbOf<'drain-server'>> = {
  act: ({ inside, addresses, node, verb: { server, address } }) => {
    const at = { name: node, address: addresses.get(node) ?? '' };
    const count = async (signal: AbortSignal): Promise<number> =>
      (await inside.balancer.spread(at, [{ node: server, address }], signal))[0] ?? 0;
    let before = 0;
    return {
      before: async (signal) => {
        before = await count(signal);
      },
      apply: (signal) => inside.balancer.drain(node, server, address, signal),
      prove: async (signal) => {
        const after = await count(signal);
        return {
          status: before > 0 && after === 0 ? 'proven' : 'unproven',
          detail: `of the same number of new connections ${before} came to ${server} before, ${after} come now`,
        };
      },
      undo: async (signal) => {
        await inside.balancer.restore(node, signal);
        return (await inside.balancer.isDrained(node, signal)) ? 'a server is still drained' : '';
      },
    };
  },
  where: 'balancer',
  sweep: async ({ balancer }, node, signal) => {
    await balancer.restore(node, signal);
    return (await balancer.isDrained(node, signal)) ? 'a drained server' : '';
  },
};
