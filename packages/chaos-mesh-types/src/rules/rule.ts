import type { Notes } from '../validate/notes.ts';
import type { Fields } from '../validate/values.ts';

/** What a rule may look at beside the spec. */
export interface RuleContext {
  /** The namespace of the object, where the manifest says it. */
  readonly namespace: string | undefined;
}

/** Rules for a spec, of whatever shape it is: what has the wrong type is left to the schema. Paths count from the spec. */
export type SpecRule = (spec: Fields, notes: Notes, context: RuleContext) => void;
