/** What `explain` says of every stopped process. */
export const pauseNotes = {
  applies: 'SIGSTOP to the process, through the container runtime of its node.',
  proof:
    'The kernel says that the process stands still, and its health page, which answered before, is silent: connections are taken and nobody answers.',
  heal: 'SIGCONT to every process of it that stands still.',
  limits:
    'The kubelet’s liveness probe has a process killed that is silent for 8 checks of 10 s: a longer fault ends as a kill, after about 90 s.',
};

/** What `explain` says of every static pod that is taken away. */
export const stopNotes = {
  applies: 'The static pod’s manifest is moved out of the folder that the kubelet watches; it ends the container.',
  proof: 'The node’s runtime runs no container of it any more, and its health page refuses connections.',
  heal: 'The manifest is moved back, and the kubelet starts the container.',
};
