import { all, apiVersion, type PodSelection } from 'chaos-mesh-types';
import type { AppliedObject, Proof } from '../core/action.ts';
import type { FaultPlan, PlanContext } from '../core/fault.ts';
import { ownMetadata } from './chaos-object.ts';
import { byName, containerOf, type Draw, type PlacedPod } from './targets.ts';

/** An object without what every object of a run has. */
type Bare<T extends AppliedObject> = T extends AppliedObject ? Pick<T, 'kind' | 'spec'> : never;

/** The plan of one Chaos Mesh object on pods that were drawn. */
export function chaosPlan(
  context: PlanContext,
  drawn: Draw<PlacedPod>,
  {
    object,
    targets,
    proof,
  }: { readonly object: Bare<AppliedObject>; readonly targets: readonly string[]; readonly proof: Proof },
): FaultPlan {
  const whole = { apiVersion, ...object, metadata: ownMetadata(context) } as AppliedObject;
  return {
    steps: [[{ kind: 'chaos-mesh', object: whole, targets, proof }]],
    targets: [drawn.text],
    disabledNodes: [],
  };
}

/** Exactly these pods: drawn by the harness, so that the draw is the seed's and is known before. */
export function these(pods: readonly PlacedPod[]): PodSelection {
  return all(byName(pods));
}

/** Pods as the records of pod kinds name them. */
export function podIds(pods: readonly PlacedPod[]): readonly string[] {
  return pods.map(({ namespace, name }) => `${namespace}/${name}`);
}

/** Containers as a kind that acts in containers wants and names them: the one of that name, or the first of each pod. */
export function containersOf(
  pods: readonly PlacedPod[],
  wanted: string | undefined,
): { readonly names: readonly string[]; readonly ids: readonly string[] } {
  const names = [...new Set(pods.map((pod) => containerOf(pod, wanted).name))];
  const ids = pods.flatMap(({ namespace, name, containers }) =>
    containers.filter((one) => names.includes(one.name)).map((one) => `${namespace}/${name}/${one.name}`),
  );
  return { names, ids };
}
