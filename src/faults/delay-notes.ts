import type { Need } from '../core/fault.ts';

/** What every delay between nodes needs: a queue that holds back, in a band of one that tells packets apart. */
export const delayNeeds: readonly Need[] = ['sch_netem', 'sch_prio', 'cls_u32'];

/** What `explain` says of every delay between nodes. */
export const delayNotes = {
  applies: 'A netem queue in the network of the node holds back what it sends to the others.',
  proof: 'A connection to one of them takes longer than before, by at least half of the delay.',
  heal: 'The queue is taken out.',
  needs:
    'The kernel modules sch_netem, sch_prio and cls_u32 on the machine that runs the nodes; preflight looks for them and refuses the run where one lacks.',
};
