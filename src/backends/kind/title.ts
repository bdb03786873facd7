/** How lists call it. */
export const kindTitle = {
  name: 'kind',
  summary: 'A real cluster: kind nodes in containers, Chaos Mesh, and the container runtime for what cuts the nodes.',
} as const;
