import { recordAt, textAt } from '../validate/values.ts';
import { checkNeeded } from './go-values.ts';
import type { SpecRule } from './rule.ts';
import { selectsStaticPods } from './static-pods.ts';

/** What admission demands of a PodChaos, and what it lets through. */
export const checkPodChaos: SpecRule = (spec, notes, { namespace }) => {
  const action = textAt(spec, 'action');
  if (action === 'container-kill') {
    checkNeeded(spec, 'containerNames', notes, 'Action container-kill needs the names of containers.');
    return;
  }
  if ((action === 'pod-kill' || action === 'pod-failure') && selectsStaticPods(recordAt(spec, 'selector'), namespace)) {
    notes.warn(
      ['action'],
      `is ${action}, and the selector asks for static pods: only their mirrors in the API are touched`,
      {
        hint: 'Use container-kill, which reaches the process.',
      },
    );
  }
};
