import { z } from 'zod';
import { define } from '../core/definition.ts';
import type { Fault, FaultPlan, PlanContext } from '../core/fault.ts';
import { chaosPlan, containersOf, these } from './chaos-plan.ts';
import { containerKillNotes } from './container-kill.ts';
import { containerOf, type Draw, drawPods, type PlacedPod, podParams } from './targets.ts';

/** Kills one container of each pod; the pods stay. */
export const podContainerKill: Fault = define(
  {
    name: 'container-kill',
    summary: 'Kills one container in each of the chosen pods; the pods stay, and their kubelets start it again.',
    notes: { ...containerKillNotes, applies: 'A PodChaos container-kill (SIGKILL through the container runtime).' },
    params: z.strictObject({
      ...podParams,
      container: z.string().min(1).optional().describe('Its name; the first of each pod where left out.'),
    }),
  },
  ({ container, ...wish }) => ({
    needs: ['PodChaos'],
    plan: (context) => killContainers(context, drawPods(context, wish), container),
  }),
);

/** The plan that kills one container in each of the pods. */
export function killContainers(context: PlanContext, drawn: Draw<PlacedPod>, container: string | undefined): FaultPlan {
  const pods = drawn.chosen;
  const { names, ids } = containersOf(pods, container);
  return chaosPlan(context, drawn, {
    object: { kind: 'PodChaos', spec: { action: 'container-kill', ...these(pods), containerNames: names } },
    targets: ids,
    proof: {
      kind: 'containers-replaced',
      containers: pods.map((pod) => {
        const { name, containerId, restarts } = containerOf(pod, container);
        return { namespace: pod.namespace, pod: pod.name, container: name, node: pod.node, containerId, restarts };
      }),
    },
  });
}
