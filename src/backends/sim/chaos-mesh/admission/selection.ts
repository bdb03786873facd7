import type { PodSelection } from '../experiment.ts';

/** A selector without namespaces takes all of the object's own. */
export function withOwnNamespace<T extends PodSelection>(selection: T, namespace: string): T {
  // The webhook fills an absent selector in, whatever the type says.
  const selector = (selection.selector as PodSelection['selector'] | undefined) ?? {};
  const namespaces = selector.namespaces ?? [];
  return { ...selection, selector: { ...selector, namespaces: namespaces.length === 0 ? [namespace] : namespaces } };
}

/** Mistakes of mode and value. Kinds that select containers print the path of the pod selector as well. */
export function selectionProblems(selection: PodSelection, ofContainers: boolean): readonly string[] {
  const paths = ofContainers ? ['Spec.ContainerSelector', 'Spec.ContainerSelector.PodSelector'] : ['Spec.PodSelector'];
  const value = valueProblem(selection);
  return value === undefined ? [] : paths.map((path) => `${path}.value: ${value}`);
}

function valueProblem({ mode, value = '' }: PodSelection): string | undefined {
  if (mode === 'one' || mode === 'all') return undefined;
  const say = (why: string): string => `Invalid value: ${JSON.stringify(value)}: ${why}`;
  if (!/^[+-]?\d+$/.test(value)) {
    return say(`parse value field error:strconv.Atoi: parsing ${JSON.stringify(value)}: invalid syntax`);
  }
  const number = Number(value);
  if (mode === 'fixed') return number > 0 ? undefined : say('value must be greater than 0 with mode:fixed');
  return number > 0 && number <= 100
    ? undefined
    : say(`value of ${number} is invalid, Must be (0,100] with mode:${mode}`);
}
