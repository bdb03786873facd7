import { type GoDuration, goDuration } from 'chaos-mesh-types';
import type { PlanContext } from '../core/fault.ts';

/** What is broken undoes itself this long after the heal was due, should nobody be left to heal it. */
export const secondNetMs = 600_000;

/** Name, namespace and labels of the run's objects. `part` tells several of one fault apart: at most 4 characters. */
export function ownMetadata(
  context: PlanContext,
  part = '',
): { readonly name: string; readonly namespace: string; readonly labels: Readonly<Record<string, string>> } {
  return { name: context.name + part, namespace: context.namespace, labels: context.labels };
}

/** How long an object lasts by itself: a second net under the heal. */
export function secondNet({ durationMs }: PlanContext): GoDuration {
  return goDuration(Math.ceil((durationMs + secondNetMs) / 1000) * 1000);
}

/** What `explain` says of how a Chaos Mesh object is healed. */
export const chaosHeal =
  'The object is deleted, which makes Chaos Mesh recover every target, and waited for until it is gone; where it does not go, what ' +
  'holds it is taken out by hand.';
