import type { NodeVerbOf } from '../../../core/node-verb.ts';
import type { VerbKind } from './verb-kind.ts';

/** Packets to some peers that wait in a queue (netem) before they leave. */
export const delayTraffic: VerbKind<NodeVerbOf<'delay-traffic'>> = {
  act: ({ inside: { delays }, node, tag, verb: { peers, delayMs, jitterMs, ports = [] } }) => {
    const [peer] = peers.filter(({ port }) => port !== undefined);
    const path = { node, address: peer?.address ?? '', port: peer?.port ?? 0 };
    let before = Number.NaN;
    return {
      before: async (signal) => {
        before = (await delays.connectMs(path, signal)) ?? Number.NaN;
      },
      apply: (signal) => {
        const addresses = peers.flatMap(({ address, cidrs }) => [address, ...cidrs]);
        return delays.set(node, tag, { addresses, ports, delayMs, jitterMs }, signal);
      },
      prove: async (signal) => {
        const after = (await delays.connectMs(path, signal)) ?? Number.NaN;
        // Half of it: the jitter goes both ways.
        return {
          status: after - before >= delayMs / 2 ? 'proven' : 'unproven',
          detail: `a connection to ${peer?.name ?? '?'} took ${before.toFixed(1)} ms before, and takes ${after.toFixed(1)} ms now`,
        };
      },
      undo: async (signal) => {
        await delays.clear(node, signal);
        return (await delays.isSet(node, signal)) ? 'a queue is still there' : '';
      },
    };
  },
  sweep: async ({ delays }, node, signal) => {
    await delays.clear(node, signal);
    return '';
  },
};
