import { z } from 'zod';
import { define } from '../core/definition.ts';
import type { Probe } from '../core/probe.ts';

/** Follows the workload's pods, and the nodes. */
export const pods: Probe = {
  ...define(
    {
      name: 'pods',
      summary: 'Watches the pods and owners of the workload, and the nodes, and notes when a watch was blind.',
      params: z.strictObject({}),
    },
    () => ({
      streams: () => [],
      observe: ({ cluster, emit, signal }) => cluster.watch(emit, signal),
    }),
  ),
  alwaysOn: true,
};
