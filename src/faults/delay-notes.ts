/** What `explain` says of every delay between nodes. */
export const delayNotes = {
  applies: 'A netem queue in the network of the node holds back what it sends to the others.',
  proof: 'A connection to one of them takes longer than before, by at least half of the delay.',
  heal: 'The queue is taken out.',
  needs:
    'The kernel module sch_netem on the machine that runs the nodes; preflight looks for it and refuses the run where it lacks.',
};
