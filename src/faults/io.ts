import { z } from 'zod';
import type { IOChaosSpec } from 'chaos-mesh-types';
import type { Sign } from '../core/action.ts';
import { ratio } from '../core/params.ts';
import type { FaultPlan, PlanContext } from '../core/fault.ts';
import { chaosPlan, containersOf, these } from './chaos-plan.ts';
import { drawPods, podParams, type PodWish, signed } from './targets.ts';
import { secondNet } from './second-net.ts';

const absolute = z.string().regex(/^\//, { error: 'does not begin with "/"' });

/** The parameters that every file fault has. */
export const ioParams = {
  ...podParams,
  container: z.string().min(1).optional().describe('In which of its containers; the first where left out.'),
  volume: absolute.describe('Where the volume is mounted in the container: exactly that, nothing beneath it.'),
  file: absolute.describe('A file of the volume, with its whole path: the fault is seen by reading it.'),
  percent: ratio().prefault('100%').describe('Which share of the operations it strikes.'),
};

interface IoWish extends PodWish {
  readonly container?: string | undefined;
  readonly volume: string;
  readonly file: string;
  readonly percent: number;
}

type Deed =
  | { readonly action: 'latency'; readonly delay: `${number}ms` }
  | { readonly action: 'fault'; readonly errno: number; readonly methods?: readonly string[] };
type Expected = Extract<Sign, { readonly kind: 'file' }>['expect'];

/** The plan that puts a file system of Chaos Mesh’s before a volume of each of the chosen pods. */
export function ioPlan(
  context: PlanContext,
  { container, volume, file, percent, ...wish }: IoWish,
  { deed, expect }: { readonly deed: Deed; readonly expect: Expected },
): FaultPlan {
  const drawn = drawPods(context, wish);
  const { names, ids } = containersOf(drawn.chosen, container);
  const spec: IOChaosSpec = {
    ...these(drawn.chosen),
    ...deed,
    containerNames: names,
    volumePath: volume,
    path: `${volume.replace(/\/$/, '')}/**/*`,
    percent: Math.round(percent * 100),
    duration: secondNet(context),
  };
  return chaosPlan(context, drawn, {
    object: { kind: 'IOChaos', spec },
    targets: ids,
    proof: { kind: 'sign', sign: { kind: 'file', path: file, expect }, pods: signed(drawn.chosen, container) },
  });
}

/** What `explain` says of every file fault. */
export const ioProof =
  'Chaos Mesh reports exactly those containers as injected, and reading the file in each, which was well before, shows it.';
