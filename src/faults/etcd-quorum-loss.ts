import { z } from 'zod';
import { define } from '../core/definition.ts';
import { HarnessError } from '../core/errors.ts';
import type { Fault } from '../core/fault.ts';
import { leaderOf, nodesOf, onNode, planOf } from './component.ts';
import { stopNotes } from './component-notes.ts';

/** Takes so many etcd members away that those that are left are no majority. */
export const etcdQuorumLoss: Fault = define(
  {
    name: 'etcd-quorum-loss',
    summary:
      'Takes the majority of the etcd members away, the leader among them: nothing can be written until one is back.',
    notes: stopNotes,
    params: z.strictObject({}),
  },
  () => ({
    plan: ({ state, random }) => {
      const members = nodesOf(state, 'etcd');
      const count = Math.floor(members.length / 2) + 1;
      if (members.length < 2) {
        throw new HarnessError('unsatisfiable', `the cluster has ${members.length} etcd members: no quorum to lose`, {
          hint: 'Run it on a cluster with three control planes.',
        });
      }
      const leader = leaderOf(state, 'etcd');
      const others = random.shuffle(members.filter((node) => node !== leader));
      const chosen = [...(leader === undefined ? [] : [leader]), ...others].slice(0, count).sort();
      return planOf(
        chosen.map((node) => onNode(node, { name: 'stop-component', component: 'etcd' })),
        [`etcd of ${chosen.join(', ')} (${count} of ${members.length})`],
      );
    },
  }),
);
