import { z } from 'zod';
import { define } from '../core/definition.ts';
import type { Fault } from '../core/fault.ts';
import { containerKillNotes } from './container-kill.ts';
import { killContainers } from './pod-container-kill.ts';
import { amount, drawPods, podParams } from './targets.ts';

/** What tells the pods of a part of the system from others. */
interface SystemPart {
  readonly name: string;
  readonly summary: string;
  readonly labels: Readonly<Record<string, string>>;
  /** How many are killed unless the scenario says otherwise. */
  readonly take: 'one' | 'all';
}

/** A fault that kills the containers of a part of the system that runs in kube-system. */
export function systemKill({ name, summary, labels, take }: SystemPart): Fault {
  return define(
    {
      name,
      summary,
      notes: { ...containerKillNotes, applies: 'A PodChaos container-kill (SIGKILL through the container runtime).' },
      params: z.strictObject({
        ...podParams,
        namespace: z.string().min(1).default('kube-system').describe('Where its pods are.'),
        labels: z
          .record(z.string(), z.string())
          .default({ ...labels })
          .describe('How its pods are labelled.'),
        take: amount.prefault(take),
      }),
    },
    (wish) => ({
      needs: ['PodChaos'],
      plan: (context) => killContainers(context, drawPods(context, wish), undefined),
    }),
  );
}
