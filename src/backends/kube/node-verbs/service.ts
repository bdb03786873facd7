import type { NodeVerbOf } from '../../../core/node-verb.ts';
import type { VerbKind } from './verb-kind.ts';

/** systemd waits so long before it starts a kubelet again, and the node is busy. */
const backWithinMs = 40_000;

/** A service that is stopped until the heal. */
export const stopService: VerbKind<NodeVerbOf<'stop-service'>> = {
  act: ({ inside: { services }, node, verb: { service } }) => {
    let before: string | undefined;
    return {
      before: async (signal) => {
        before = await services.process(node, service, signal);
      },
      apply: (signal) => services.stop(node, service, signal),
      prove: async (signal) => {
        const now = await services.process(node, service, signal);
        if (before === undefined) return { status: 'unproven', detail: `no ${service} was seen to run before` };
        return now === undefined
          ? { status: 'proven', detail: `${service} ran as process ${before}, and runs no more` }
          : { status: 'unproven', detail: `${service} still runs as process ${now}` };
      },
      undo: async (signal) => {
        await services.start(node, service, signal);
        return '';
      },
    };
  },
  sweep: async ({ services }, node, signal) => {
    // In this order: a kubelet needs its runtime.
    await services.start(node, 'containerd', signal);
    await services.start(node, 'kubelet', signal);
    return '';
  },
};

/** A service whose process is killed, and that comes back by itself. */
export const killService: VerbKind<NodeVerbOf<'kill-service'>> = {
  act: ({ inside: { services }, node, verb: { service } }) => {
    let before: string | undefined;
    return {
      before: async (signal) => {
        before = await services.process(node, service, signal);
      },
      apply: (signal) => services.kill(node, service, signal),
      prove: async (signal) => {
        const now = await services.process(node, service, signal);
        const proven = before !== undefined && now !== undefined && now !== before;
        const detail = `${service} ran as process ${before ?? 'none'}, and runs as ${now ?? 'none'}`;
        return { status: proven ? 'proven' : 'unproven', detail };
      },
      proofWithinMs: backWithinMs,
      undo: async (signal) => {
        await services.start(node, service, signal);
        return '';
      },
    };
  },
};
