import type { ClusterOverrides } from '../core/cluster-params/index.ts';
import type { Objective } from '../core/objective.ts';
import type { AbortRule, Scenario } from '../core/scenario.ts';
import { type DocumentInput, readDocument } from './document.ts';
import { meaningOf, understandIndicator } from './meaning.ts';
import {
  defaultLimit,
  understandAbortRule,
  understandObjective,
  understandQuantity,
  type Understood,
} from './objective-text.ts';
import { listOf, valueAt } from './path.ts';
import type { Registries } from './registries.ts';
import { type ScenarioDocument, scenarioSchema } from './schema.ts';

type Slo = ScenarioDocument['spec']['slos'][number];

/**
 * Reads a scenario file with its overrides, in base units.
 * Throws one HarnessError('scenario-invalid') that lists every mistake, a line each: `file:line:column path: what is wrong. Hint.`
 */
export function loadScenario(input: DocumentInput, registries: Registries): Scenario {
  const { value, data } = readDocument(input, scenarioSchema, (raw) => meaningOf(raw, registries));
  const { metadata, spec } = value;
  // Parameters are kept as they were written: the definition's own `bind` turns them into base units.
  const written = (key: 'faults' | 'probes', i: number): unknown =>
    valueAt(listOf(valueAt(data, ['spec', key]))[i], ['with']) ?? {};
  return {
    name: metadata.name,
    title: metadata.title ?? metadata.name,
    labels: metadata.labels,
    hypothesis: spec.hypothesis,
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
    slos: spec.slos.map((slo) => objectiveOf(slo, registries)),
    source: { file: input.file, text: input.text, overrides: input.overrides ?? [] },
  };
}

function objectiveOf(slo: Slo, { indicators }: Registries): Objective {
  const indicator = indicators.get(slo.sli);
  const { comparison, bound } = known(understandObjective(slo.objective, indicator));
  const limit =
    slo.limit === undefined ? defaultLimit(bound, indicator) : known(understandQuantity(String(slo.limit), indicator));
  return {
    sli: slo.sli,
    comparison,
    bound,
    text: slo.objective.trim(),
    limit: limit ?? Number.NaN,
    weight: slo.weight,
    during: slo.during ?? indicator.phases,
  };
}

function abortRuleOf(text: string, { indicators }: Registries): AbortRule {
  const { sli, comparison, bound, forMs } = known(
    understandAbortRule(text, (name) => understandIndicator(name, indicators)),
  );
  return { sli, comparison, bound, forMs, text: text.trim() };
}

/** What `meaningOf` has let pass is understood; anything else is a bug of ours. */
function known<T>(understood: Understood<T>): T {
  if (!understood.ok) throw new Error(understood.message);
  return understood.value;
}
