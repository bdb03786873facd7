import { z } from 'zod';
import { suggest } from '../base/did-you-mean.ts';
import type { ApiAction } from '../core/action.ts';
import type { FieldSight } from '../core/api-verb.ts';
import type { OwnerState } from '../core/cluster-state.ts';
import { HarnessError } from '../core/errors.ts';
import type { PlanContext } from '../core/fault.ts';
import { runLabel } from '../core/identity.ts';

/** The parameters by which a fault chooses a Deployment or a StatefulSet. */
export const workloadParams = {
  namespace: z
    .string()
    .min(1)
    .default('workload')
    .describe('Where it is; "workload": the namespace of the scenario’s workload.'),
  owner: z.string().min(1).default('any').describe('Its name, or "any": one drawn by seed.'),
};

/** A workload that was drawn, and how that reads in the report. */
export interface WorkloadDraw {
  readonly owner: OwnerState & { readonly replicas: number };
  readonly text: string;
}

/** Draws a Deployment or a StatefulSet that keeps pods. Throws HarnessError('unsatisfiable') when there is none. */
export function drawWorkload(
  { state, random }: PlanContext,
  wish: { readonly namespace: string; readonly owner: string },
  kinds: readonly OwnerState['kind'][] = ['Deployment', 'StatefulSet'],
): WorkloadDraw {
  const namespace = wish.namespace === 'workload' ? state.workloadNamespace : wish.namespace;
  const candidates = state.owners.flatMap((owner) => {
    const { replicas = 0 } = owner;
    return owner.namespace === namespace && kinds.includes(owner.kind) && replicas > 0 ? [{ ...owner, replicas }] : [];
  });
  const names = candidates.map(({ name }) => name).sort();
  const chosen = wish.owner === 'any' && names.length > 0 ? random.pick(names) : wish.owner;
  const owner = candidates.find(({ name }) => name === chosen);
  if (owner === undefined) {
    const message = `no ${kinds.join(' or ')} "${wish.owner}" keeps pods in ${namespace}`;
    throw new HarnessError('unsatisfiable', message, { hint: suggest(wish.owner, names) });
  }
  const drawn = wish.owner === 'any' && names.length > 1 ? ` (drawn from ${names.length})` : '';
  return { owner, text: `${owner.kind} ${namespace}/${owner.name}${drawn}` };
}

/** Where the API has it. */
export function pathOfOwner({ kind, namespace, name }: OwnerState): string {
  const plural = { Deployment: 'deployments', StatefulSet: 'statefulsets', DaemonSet: 'daemonsets' }[kind];
  return `/apis/apps/v1/namespaces/${namespace}/${plural}/${name}`;
}

/** A change of one object by a merge patch, and what takes it back. */
export function patchOf(
  context: PlanContext,
  patch: {
    readonly what: string;
    readonly path: string;
    readonly change: Readonly<Record<string, unknown>>;
    readonly undo: Readonly<Record<string, unknown>>;
    readonly seenBy: Omit<FieldSight, 'path'>;
  },
): ApiAction {
  const seenBy = { ...patch.seenBy, path: patch.path };
  return { kind: 'api', verb: { name: 'patch', run: context.labels[runLabel] ?? '', ...patch, seenBy } };
}

/** What `explain` says of how every patch is healed. */
export const patchHeal =
  'The fields get the values that they had. Those stand in the journal, and in an annotation of the object itself.';
