import { sameJson } from '../api/merge.ts';
import type { ChaosSpec, Experiment, PodSelection } from './experiment.ts';
import { goDuration } from './go-duration.ts';

/** What an apiserver asks of Chaos Mesh's webhooks, and what they say. */
export interface AdmissionReview {
  readonly operation: 'CREATE' | 'UPDATE';
  readonly object: Experiment;
  /** The object as it is stored; undefined for a new one. */
  readonly old: Experiment | undefined;
}

export type AdmissionAnswer = { readonly object: Experiment } | { readonly denied: string };

/** Kinds that the webhooks know, by their resource. */
export const admittedKinds: ReadonlySet<string> = new Set(['podchaos', 'networkchaos']);

/** Fills in what the mutating webhook fills in, and refuses what the validating one refuses, in its words. */
export function review({ operation, object, old }: AdmissionReview): AdmissionAnswer {
  if (operation === 'UPDATE') {
    if (old !== undefined && !sameJson(object.spec, old.spec)) return { denied: 'Cannot update chaos spec' };
    return { object };
  }
  const spec = defaulted(object.spec, object.metadata.namespace ?? 'default', object.kind);
  const problems = [...(object.kind === 'PodChaos' ? podProblems(spec) : []), ...commonProblems(spec, object.kind)];
  if (problems.length > 0) return { denied: problems.length === 1 ? (problems[0] ?? '') : `[${problems.join(', ')}]` };
  return { object: { ...object, spec, status: object.status ?? { experiment: {} } } };
}

/** A selector without namespaces takes all of the object's own. */
function defaulted(spec: ChaosSpec, namespace: string, kind: string): ChaosSpec {
  const own = <T extends PodSelection>(selection: T): T => {
    // The webhook fills an absent selector in, whatever the type says.
    const selector = (selection.selector as PodSelection['selector'] | undefined) ?? {};
    const namespaces = selector.namespaces ?? [];
    return { ...selection, selector: { ...selector, namespaces: namespaces.length === 0 ? [namespace] : namespaces } };
  };
  const target = spec.target === undefined ? {} : { target: own(spec.target) };
  const direction = kind === 'NetworkChaos' && spec.direction === undefined ? { direction: 'to' as const } : {};
  return { ...own(spec), ...target, ...direction };
}

function podProblems({ action, containerNames = [] }: ChaosSpec): readonly string[] {
  if (action !== 'container-kill' || containerNames.length > 0) return [];
  const why = 'the name of container is required on container-kill action: invalid value';
  return [`Spec.containerNames: Invalid value: null: ${why}`];
}

function commonProblems(spec: ChaosSpec, kind: string): readonly string[] {
  // Kinds that select containers print the path of the pod selector as well.
  const paths =
    kind === 'PodChaos' ? ['Spec.ContainerSelector', 'Spec.ContainerSelector.PodSelector'] : ['Spec.PodSelector'];
  const value = valueProblem(spec);
  return [
    ...durationProblems(spec.duration),
    ...(value === undefined ? [] : paths.map((path) => `${path}.value: ${value}`)),
  ];
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

function durationProblems(text: string | undefined): readonly string[] {
  if (text === undefined || text === '' || goDuration(text) !== undefined) return [];
  const quoted = JSON.stringify(text);
  const [, , unit] = /^([+-]?\d*\.?\d+)([^\d.]*)/.exec(text) ?? [];
  const why =
    unit === undefined
      ? `time: invalid duration ${quoted}`
      : unit === ''
        ? `time: missing unit in duration ${quoted}`
        : `time: unknown unit ${JSON.stringify(unit)} in duration ${quoted}`;
  return [`Spec.Duration: Invalid value: ${quoted}: parse duration field error: ${why}`];
}
