import type { RunPlan } from '../core/run.ts';
import type { Scenario } from '../core/scenario.ts';
import type { Registries } from './registries.ts';

/**
 * Binds a loaded scenario to code. Probes that are always on run with their defaults, unless the scenario names them: then with
 * what it says. Throws HarnessError('scenario-invalid') on a name that is not known, and a ZodError on parameters that do not fit.
 */
export function bindScenario(scenario: Scenario, { faults, probes, indicators }: Registries): RunPlan {
  const named = new Set(scenario.probes.map(({ type }) => type));
  const standing = probes.all.filter((probe) => probe.alwaysOn && !named.has(probe.name));
  return {
    scenario,
    faults: scenario.faults.map((entry) => ({ entry, fault: faults.get(entry.type).bind(entry.with) })),
    probes: [
      ...standing.map((probe) => probe.bind({})),
      ...scenario.probes.map((entry) => probes.get(entry.type).bind(entry.with)),
    ],
    guards: scenario.abort.map((rule) => ({ rule, indicator: indicators.get(rule.sli) })),
  };
}
