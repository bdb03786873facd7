import type { Phase } from './timeline.ts';

/** The phases that are judged: all but set-up, with its warm-up, and teardown. */
export function judgedPhases({ phases }: { readonly phases: readonly Phase[] }): readonly Phase[] {
  return phases.filter(({ name }) => name !== 'setup' && name !== 'teardown');
}
