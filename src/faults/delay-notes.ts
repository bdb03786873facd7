/** What `explain` says of every delay between nodes. */
export const delayNotes = {
  applies: 'A netem queue in the network of the node holds back what it sends to the others.',
  proof: 'A connection to one of them takes longer than before, by at least half of the delay.',
  heal: 'The queue is taken out.',
  needs:
    'The kernel modules sch_netem and sch_prio on the machine that runs the nodes; preflight looks for them and refuses the run where one lacks.',
};
