import { z } from 'zod';
import { define } from '../core/definition.ts';
import { HarnessError } from '../core/errors.ts';
import type { Fault } from '../core/fault.ts';
import { containerKillNotes, killContainers } from './container-kill.ts';

/** Kills the etcd member that leads at the moment of the injection. */
export const etcdLeaderKill: Fault = define(
  {
    name: 'etcd-leader-kill',
    summary: 'Kills the etcd process that leads at the moment of the injection.',
    notes: containerKillNotes,
    params: z.strictObject({}),
  },
  () => ({
    plan: (context) => {
      const leader = context.state.etcdLeader;
      if (leader === undefined) {
        throw new HarnessError('unsatisfiable', 'no etcd member says that it leads', {
          hint: 'Look at the etcd metrics of each member: is there a quorum?',
        });
      }
      return {
        steps: [[killContainers(context, 'etcd', [leader])]],
        targets: [`etcd of ${leader}, the leader`],
        disabledNodes: [],
      };
    },
  }),
);
