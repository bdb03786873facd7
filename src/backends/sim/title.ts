/** How lists call it. */
export const simTitle = {
  name: 'sim',
  summary:
    'A simulated cluster in this process, on virtual time: a rehearsal in seconds, which needs nothing but Node.js.',
} as const;
