import type { NodeVerbOf } from '../../../core/node-verb.ts';
import type { VerbKind } from './verb-kind.ts';

const lookMs = 5000;

/** Neighbours that write and sync without pause, until etcd's own syncs take several times as long. */
export const crowdDisk: VerbKind<NodeVerbOf<'crowd-disk'>> = {
  act: ({ inside, clock, node, tag, verb: { writers, slowdown, forMs } }) => {
    const meanMs = async (signal: AbortSignal): Promise<number> => {
      const first = await inside.etcd.syncs(node, signal);
      await clock.sleep(lookMs, signal);
      const second = await inside.etcd.syncs(node, signal);
      const count = second.count - first.count;
      return count > 0 ? ((second.seconds - first.seconds) * 1000) / count : Number.NaN;
    };
    let before = Number.NaN;
    return {
      before: async (signal) => {
        before = await meanMs(signal);
      },
      apply: (signal) => inside.jobs.start(node, tag, { kind: 'sync-writes', writers, forMs }, signal),
      proofWithinMs: 30_000,
      prove: async (signal) => {
        const after = await meanMs(signal);
        return {
          status: after >= before * slowdown ? 'proven' : 'unproven',
          detail: `a sync of etcd's log took ${before.toFixed(1)} ms on average before, and takes ${after.toFixed(1)} ms now`,
        };
      },
      undo: async (signal) => {
        await inside.jobs.stop(node, tag, signal);
        return (await inside.jobs.running(node, signal)).includes(tag) ? 'the writers go on' : '';
      },
    };
  },
};
