import type { PlanContext } from '../core/fault.ts';

/** Name, namespace and labels of the run's objects. `part` tells several of one fault apart: at most 4 characters. */
export function ownMetadata(
  context: PlanContext,
  part = '',
): { readonly name: string; readonly namespace: string; readonly labels: Readonly<Record<string, string>> } {
  return { name: context.name + part, namespace: context.namespace, labels: context.labels };
}

/** What `explain` says of how a Chaos Mesh object is healed. */
export const chaosHeal =
  'The object is deleted, which makes Chaos Mesh recover every target, and waited for until it is gone; where it does not go, what ' +
  'holds it is taken out by hand.';
