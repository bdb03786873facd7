/** How lists call it. */
export const contextTitle = {
  name: 'context',
  summary:
    'Any cluster of your kubeconfig, as context:NAME: observed as it is; faults only with --yes, --max-nodes and --max-pods.',
} as const;
