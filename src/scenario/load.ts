import type { ClusterOverrides } from '../core/cluster-params/index.ts';
import type { SloProfile } from '../core/objective.ts';
import type { AbortRule, Scenario } from '../core/scenario.ts';
import { type Complaint, complaintsOf, type DocumentInput, readDocument } from './document.ts';
import { meaningOf, understandIndicator } from './meaning.ts';
import { understandAbortRule } from './objective-text.ts';
import { known, objectiveOf } from './objectives.ts';
import type { Mistake } from './mistake.ts';
import { meaningOfOwnIndicators, querySpec, withOwnIndicators } from './own-indicators.ts';
import { listOf, valueAt } from './path.ts';
import type { Registries } from './registries.ts';
import { scenarioSchema } from './schema.ts';
import { extended, meaningOfProfiles, profileObjectives } from './slo-profile.ts';

/**
 * Reads a scenario file with its overrides, in base units.
 * Throws one HarnessError('scenario-invalid') that lists every mistake, a line each: `file:line:column path: what is wrong. Hint.`
 */
export function loadScenario(
  input: DocumentInput,
  registries: Registries,
  profiles: ReadonlyMap<string, SloProfile> = new Map(),
): Scenario {
  const { value, data } = readDocument(input, scenarioSchema, (raw) => mistakesIn(raw, registries, profiles));
  const extendedBy = withOwnIndicators(registries, data);
  const { metadata, spec } = value;
  // Parameters are kept as they were written: the definition's own `bind` turns them into base units.
  const written = (key: 'faults' | 'probes', i: number): unknown =>
    valueAt(listOf(valueAt(data, ['spec', key]))[i], ['with']) ?? {};
  return {
    name: metadata.name,
    title: metadata.title ?? metadata.name,
    labels: metadata.labels,
    hypothesis: spec.hypothesis,
    ...(spec.expect === undefined ? {} : { expect: spec.expect }),
    requires: spec.requires,
    workload: spec.workload,
    cluster: (valueAt(data, ['spec', 'cluster']) ?? {}) as ClusterOverrides,
    timeline: { baselineMs: spec.timeline.baseline, recoveryMs: spec.timeline.recovery },
    faults: spec.faults.map((fault, i) => ({
      name: fault.name,
      type: fault.type,
      atMs: fault.at,
      forMs: fault.for,
      with: written('faults', i),
    })),
    probes: spec.probes.map(({ type }, i) => ({ type, with: written('probes', i) })),
    abort: spec.abort.map((text) => abortRuleOf(text, registries)),
    slos: extended(
      spec.sloProfiles.map((ref) => profileObjectives(ref, profiles)),
      spec.slos.map((slo) => objectiveOf(slo, extendedBy.indicators)),
    ),
    ...(spec.indicators.length === 0 ? {} : { queries: spec.indicators.map(querySpec) }),
    source: { file: input.file, text: input.text, overrides: input.overrides ?? [] },
  };
}

/** Every mistake for which `loadScenario` would throw. */
export function inspectScenario(
  input: DocumentInput,
  registries: Registries,
  profiles: ReadonlyMap<string, SloProfile>,
): readonly Complaint[] {
  return complaintsOf(input, scenarioSchema, (raw) => mistakesIn(raw, registries, profiles));
}

function mistakesIn(
  raw: unknown,
  registries: Registries,
  profiles: ReadonlyMap<string, SloProfile>,
): readonly Mistake[] {
  return [
    ...meaningOfOwnIndicators(raw),
    ...meaningOf(raw, registries, withOwnIndicators(registries, raw).indicators),
    ...meaningOfProfiles(raw, profiles),
  ];
}

function abortRuleOf(text: string, { indicators }: Registries): AbortRule {
  const { sli, comparison, bound, forMs } = known(
    understandAbortRule(text, (name) => understandIndicator(name, indicators)),
  );
  return { sli, comparison, bound, forMs, text: text.trim() };
}
