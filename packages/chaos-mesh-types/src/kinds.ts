import { embeddedFields, kinds, type ObjectByKind } from './generated/kinds.ts';

export { embeddedFields };

/** The name of a kind. */
export type Kind = keyof ObjectByKind;

/** Any Chaos Mesh object, told apart by `kind`. */
export type ChaosMeshObject = ObjectByKind[Kind];

/** A kind that breaks something by itself. */
export type ExperimentKind = keyof typeof embeddedFields;

/** An object that breaks something by itself. */
export type Experiment = ObjectByKind[ExperimentKind];

/** All kinds, in alphabetical order. */
export const allKinds = Object.keys(kinds) as readonly Kind[];

/** The kinds that break something by themselves. */
export const experimentKinds = Object.keys(embeddedFields) as readonly ExperimentKind[];

/** The plurals, as the API's paths want them. */
export const plurals = Object.fromEntries(allKinds.map((kind) => [kind, kinds[kind].plural])) as {
  readonly [K in Kind]: (typeof kinds)[K]['plural'];
};

/** Whether `text` names a kind. */
export function isKind(text: unknown): text is Kind {
  return typeof text === 'string' && Object.hasOwn(kinds, text);
}

/** Whether a kind breaks something by itself. */
export function isExperimentKind(text: unknown): text is ExperimentKind {
  return typeof text === 'string' && Object.hasOwn(embeddedFields, text);
}
