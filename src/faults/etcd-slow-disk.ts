import { z } from 'zod';
import { define } from '../core/definition.ts';
import type { Fault } from '../core/fault.ts';
import { chooseInstance, onNode, planOf, whichParam } from './component.ts';
import { secondNetAfterMs } from './second-net.ts';

/** Makes the disk slow that one etcd member writes its log to. */
export const etcdSlowDisk: Fault = define(
  {
    name: 'etcd-slow-disk',
    summary:
      'Crowds the disk of one etcd member, by default the leader’s, with programs that write and sync without pause.',
    notes: {
      applies:
        'Programs in the member’s node that write small blocks to the disk of its log, each synced; 4 MiB each, written over and over.',
      proof:
        'By etcd’s own figures a sync of its log takes several times as long as before (parameter slowdown), on average over five seconds.',
      heal: 'The programs are ended and their files removed. The node’s systemd ends them in any case when their time is over.',
    },
    params: z.strictObject({
      node: whichParam('leader'),
      writers: z.int().min(1).max(64).default(8).describe('How many programs write at once.'),
      slowdown: z
        .number()
        .min(1.2)
        .default(3)
        .describe('From so many times the time of before on, the disk counts as slow; below it nothing is proven.'),
    }),
  },
  ({ node, writers, slowdown }) => ({
    plan: (context) => {
      const { node: chosen, text } = chooseInstance(context, 'etcd', node);
      const forMs = secondNetAfterMs(context);
      return planOf([onNode(chosen, { name: 'crowd-disk', writers, slowdown, forMs })], [text, `${writers} writers`]);
    },
  }),
);
