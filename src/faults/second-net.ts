import { type GoDuration, goDuration } from 'chaos-mesh-types';
import type { PlanContext } from '../core/fault.ts';

/** What is broken undoes itself this long after the heal was due, should nobody be left to heal it. */
const secondNetMs = 600_000;

/** How long a program of the harness's own lasts by itself, ms: a second net under the heal. */
export function secondNetAfterMs({ durationMs }: PlanContext): number {
  return durationMs + secondNetMs;
}

/** How long a Chaos Mesh object lasts by itself. */
export function secondNet(context: PlanContext): GoDuration {
  return goDuration(Math.ceil(secondNetAfterMs(context) / 1000) * 1000);
}
