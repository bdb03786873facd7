import type { z } from 'zod';
import { suggest } from '../base/did-you-mean.ts';
import { HarnessError } from './errors.ts';

/** Whatever a scenario can name: a fault, a probe. `bind` hides the parameters' type, so one registry holds them all. */
export interface Definition<Bound> {
  readonly name: string;
  /** One sentence for lists and docs. */
  readonly summary: string;
  /** Sections of `explain <name>`, e.g. applies, proof, heal. */
  readonly notes: Readonly<Record<string, string>>;
  readonly params: z.ZodType;
  /** Parameters to begin with, as a scenario has them under `with`. */
  readonly example: Readonly<Record<string, unknown>>;
  /** Throws a ZodError when the input does not fit `params`. */
  readonly bind: (input: unknown) => Bound;
}

/** Names a thing, types its parameters, and says how to build it from them. */
export function define<P, Bound>(
  spec: {
    readonly name: string;
    readonly summary: string;
    readonly notes?: Readonly<Record<string, string>>;
    readonly params: z.ZodType<P>;
    readonly example?: Readonly<Record<string, unknown>>;
  },
  build: (params: P) => Bound,
): Definition<Bound> {
  return {
    ...spec,
    notes: spec.notes ?? {},
    example: spec.example ?? {},
    bind: (input) => build(spec.params.parse(input)),
  };
}

/** A closed list of named things. */
export interface Registry<T extends { readonly name: string }> {
  readonly what: string;
  readonly all: readonly T[];
  readonly names: readonly string[];
  readonly find: (name: string) => T | undefined;
  /** The entry, or a HarnessError that says what there is. */
  readonly get: (name: string) => T;
}

/** Builds the registry of `what` (singular noun for errors); two entries of one name are a bug. */
export function registry<T extends { readonly name: string }>(what: string, all: readonly T[]): Registry<T> {
  const byName = new Map(all.map((entry) => [entry.name, entry]));
  if (byName.size !== all.length) throw new Error(`two ${what}s have one name`);
  const names = all.map((entry) => entry.name);
  const get = (name: string): T => {
    const entry = byName.get(name);
    if (entry === undefined) {
      throw new HarnessError('scenario-invalid', `there is no ${what} "${name}"`, { hint: suggest(name, names) });
    }
    return entry;
  };
  return { what, all, names, find: (name) => byName.get(name), get };
}
