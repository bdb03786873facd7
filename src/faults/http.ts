import type { HTTPChaosSpec } from 'chaos-mesh-types';
import { z } from 'zod';
import type { Sign } from '../core/action.ts';
import type { PodState } from '../core/cluster-state.ts';
import { HarnessError } from '../core/errors.ts';
import type { FaultPlan, PlanContext } from '../core/fault.ts';
import { chaosPlan, podIds, these } from './chaos-plan.ts';
import { drawPods, podParams, type PodWish, signed } from './targets.ts';
import { secondNet } from './second-net.ts';

/** The parameters that every HTTP fault has. */
export const httpParams = {
  ...podParams,
  port: z
    .int()
    .min(1)
    .max(65_535)
    .optional()
    .describe('The container’s port; the first that it declares where left out.'),
  path: z
    .string()
    .regex(/^\//, { error: 'does not begin with "/"' })
    .default('/')
    .describe('Which paths: `*` stands for anything.'),
};

interface HttpWish extends PodWish {
  readonly port?: number | undefined;
  readonly path: string;
}

type Deed = Pick<HTTPChaosSpec, 'abort' | 'delay' | 'replace' | 'target'>;
type Expected = Extract<Sign, { readonly kind: 'http' }>['expect'];

/** The plan that puts a proxy before a port of each of the chosen pods. */
export function httpPlan(
  context: PlanContext,
  { port: wanted, path, ...wish }: HttpWish,
  { deed, expect }: { readonly deed: Deed; readonly expect: Expected },
): FaultPlan {
  const drawn = drawPods(context, wish, { ownNetwork: true });
  const port = wanted ?? portOf(drawn.chosen);
  return chaosPlan(context, drawn, {
    object: {
      kind: 'HTTPChaos',
      spec: { ...these(drawn.chosen), ...deed, port, path, duration: secondNet(context) },
    },
    targets: podIds(drawn.chosen),
    proof: {
      kind: 'sign',
      sign: { kind: 'http', port, path: path.replaceAll('*', ''), expect },
      pods: signed(drawn.chosen, undefined),
    },
  });
}

/** The first port that a pod declares. Throws HarnessError('unsatisfiable'). */
export function portOf(pods: readonly PodState[]): number {
  const port = pods.flatMap(({ containers }) => containers.flatMap(({ ports }) => ports))[0];
  if (port !== undefined) return port;
  throw new HarnessError('unsatisfiable', 'the chosen pods declare no port', { hint: 'Give the parameter `port`.' });
}

/** What `explain` says of every HTTP fault. */
export const httpProof =
  'Chaos Mesh reports exactly those pods as injected, and a request from each pod’s node, which was answered well before, shows it.';
