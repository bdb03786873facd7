import { z } from 'zod';
import { define } from '../core/definition.ts';
import type { Fault } from '../core/fault.ts';
import { chooseInstance, nodesOf, onNode, planOf, whichParam } from './component.ts';

/** Has etcd refuse every write for want of space. */
export const etcdQuota: Fault = define(
  {
    name: 'etcd-quota',
    summary: 'Has etcd refuse every write, as it does when its database has reached its quota (alarm NOSPACE).',
    notes: {
      applies:
        'The alarm that a member raises itself when its file outgrows the quota, raised through etcd’s own API: gigabytes need not be written for it.',
      proof: 'A write that was taken before is refused with “database space exceeded”.',
      heal: 'What operators do: the alarm is disarmed, and every member is defragmented.',
    },
    params: z.strictObject({ node: whichParam('any') }),
  },
  ({ node }) => ({
    plan: (context) => {
      const { node: chosen, text } = chooseInstance(context, 'etcd', node);
      const members = nodesOf(context.state, 'etcd');
      return planOf(
        [onNode(chosen, { name: 'raise-no-space', members })],
        [`${text}: the alarm holds for all members`],
      );
    },
  }),
);
