import type { ChaosSpec, PodSelection } from '../experiment.ts';
import type { AdmittedKind } from './kinds.ts';
import { durationProblems } from './refusal.ts';
import { selectionProblems, withOwnNamespace } from './selection.ts';

/** What a spec says when nothing was left out. */
export function defaulted(spec: ChaosSpec, namespace: string, kind: AdmittedKind): ChaosSpec {
  const target: unknown = spec.target;
  // HTTPChaos has a word there.
  const other = isSelection(target) ? { target: withOwnNamespace(target, namespace) } : {};
  return kind.withDefaults({ ...withOwnNamespace(spec, namespace), ...other });
}

/** All mistakes of a spec, in the order in which Go's validator finds them. */
export function specProblems(spec: ChaosSpec, kind: AdmittedKind): readonly string[] {
  return [
    ...kind.problems(spec),
    ...(kind.checksDuration ? durationProblems('Spec.Duration', spec.duration) : []),
    ...selectionProblems(spec, kind.ofContainers),
  ];
}

function isSelection(target: unknown): target is PodSelection {
  return typeof target === 'object' && target !== null;
}
