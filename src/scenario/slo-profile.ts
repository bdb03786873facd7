import { suggest } from '../base/did-you-mean.ts';
import type { Registry } from '../core/definition.ts';
import type { Indicator } from '../core/indicator.ts';
import type { Objective, SloProfile } from '../core/objective.ts';
import { type Complaint, complaintsOf, type DocumentInput, readDocument } from './document.ts';
import { meaningOfSlos } from './meaning.ts';
import type { Mistake } from './mistake.ts';
import { objectiveOf } from './objectives.ts';
import { isRecord, listOf, type Path, valueAt } from './path.ts';
import { type ProfileRef, sloProfileSchema } from './schema.ts';

/** Reads a profile file. Throws HarnessError('scenario-invalid') with a line per mistake. */
export function loadSloProfile(input: DocumentInput, indicators: Registry<Indicator>): SloProfile {
  const { metadata, spec } = readDocument(input, sloProfileSchema, (raw) => meaningOfSlos(raw, indicators)).value;
  return {
    name: metadata.name,
    title: metadata.title ?? metadata.name,
    slos: spec.slos.map((slo) => ({ ...objectiveOf(slo, indicators), profile: metadata.name })),
  };
}

/** Every mistake for which `loadSloProfile` would throw. */
export function inspectSloProfile(input: DocumentInput, indicators: Registry<Indicator>): readonly Complaint[] {
  return complaintsOf(input, sloProfileSchema, (raw) => meaningOfSlos(raw, indicators));
}

/** The names of the profiles that a scenario's data extends, of any shape. */
export function profileNames(data: unknown): readonly string[] {
  return listOf(valueAt(data, ['spec', 'sloProfiles'])).flatMap((ref) => {
    const name = isRecord(ref) ? ref['name'] : ref;
    return typeof name === 'string' ? [name] : [];
  });
}

/** What is wrong with the profiles that a scenario extends. */
export function meaningOfProfiles(data: unknown, profiles: ReadonlyMap<string, SloProfile>): readonly Mistake[] {
  return listOf(valueAt(data, ['spec', 'sloProfiles'])).flatMap((ref, i): readonly Mistake[] => {
    const path: Path = ['spec', 'sloProfiles', i];
    const name = isRecord(ref) ? ref['name'] : ref;
    if (typeof name !== 'string') return [];
    const profile = profiles.get(name);
    const at = isRecord(ref) ? [...path, 'name'] : path;
    if (profile === undefined) {
      return [{ path: at, message: `there is no SLO profile "${name}"`, hint: suggest(name, [...profiles.keys()]) }];
    }
    const slis = [...new Set(profile.slos.map(({ sli }) => sli))];
    const without = isRecord(ref) ? listOf(ref['without']) : [];
    return without.flatMap((sli, k) =>
      typeof sli !== 'string' || slis.includes(sli)
        ? []
        : [
            {
              path: [...path, 'without', k],
              message: `${name} has no objective for "${sli}"`,
              hint: suggest(sli, slis),
            },
          ],
    );
  });
}

/** The objectives that a scenario takes from a profile. */
export function profileObjectives(ref: ProfileRef, profiles: ReadonlyMap<string, SloProfile>): readonly Objective[] {
  const { name, without } = typeof ref === 'string' ? { name: ref, without: [] as readonly string[] } : ref;
  return (profiles.get(name)?.slos ?? []).filter(({ sli }) => !without.includes(sli));
}

/** Profiles in their order, then the scenario's own: what comes later stands in place of earlier objectives of the same indicator. */
export function extended(profiles: readonly (readonly Objective[])[], own: readonly Objective[]): readonly Objective[] {
  return [...profiles, own].reduce<readonly Objective[]>(
    (all, next) => [...all.filter(({ sli }) => !next.some((one) => one.sli === sli)), ...next],
    [],
  );
}
