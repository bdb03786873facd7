import { stringify } from 'yaml';
import { seededRandom } from '../../base/random.ts';
import { formatDuration } from '../../base/quantity.ts';
import type { Action } from '../../core/action.ts';
import { actionTitle } from '../../core/action.ts';
import type { Cluster } from '../../core/cluster.ts';
import { HarnessError } from '../../core/errors.ts';
import type { FaultPlan } from '../../core/fault.ts';
import { runLabels, runNamespace } from '../../core/identity.ts';
import type { Scenario } from '../../core/scenario.ts';
import { bindScenario } from '../../scenario/bind.ts';
import { registries } from '../../scenario/registries.ts';
import { backendOf } from '../backend.ts';
import type { Command } from '../command.ts';
import { exitStatus } from '../exit-status.ts';
import { newRunId, newSeed } from '../run-id.ts';
import { loadScenarios } from '../scenario-files.ts';
import { settingsOf } from '../settings.ts';
import { injectionName } from '../../runner/inject-fault.ts';

/** Prints what a scenario would apply to the cluster as it is now. */
export const planCommand: Command = async ({ operands, options, output, signal }) => {
  if (operands.length === 0)
    throw new HarnessError('usage', 'plan was given no scenario', { hint: 'Try `plan az-failure`.' });
  const scenarios = await loadScenarios(operands, options.set);
  const backend = await backendOf(options.cluster, await settingsOf(options));
  const runId = newRunId();
  const seed = options.seed ?? newSeed();
  const request = {
    mode: 'recover' as const,
    runId,
    seed,
    namespace: runNamespace(runId),
    workload: undefined,
    requires: { zones: 0, controlPlanes: 0, workers: 0 },
    cluster: {},
    faults: false,
    needs: [],
    note: () => {},
  };
  const print = async (scenario: Scenario, cluster: Cluster): Promise<void> => {
    const plans = await planScenario(scenario, cluster, { runId, seed, signal });
    output.event({ event: 'plan', scenario: scenario.name, seed, plans });
    output.say(planText(scenario, plans, seed));
  };
  if (backend.simulated) {
    // Each scenario has a cluster of its own, with its own settings and workload.
    for (const scenario of scenarios) {
      const { workload, cluster: settings } = scenario;
      await backend.run({ ...request, mode: 'run', workload, cluster: settings }, signal, (cluster) =>
        print(scenario, cluster),
      );
    }
  } else {
    await backend.run(request, signal, async (cluster) => {
      for (const scenario of scenarios) await print(scenario, cluster);
    });
  }
  return exitStatus.pass;
};

interface PlannedFault {
  readonly fault: string;
  readonly atMs: number;
  readonly forMs: number;
  readonly plan: FaultPlan;
  /** Why an action cannot be done on this cluster. */
  readonly unsupported: readonly string[];
}

async function planScenario(
  scenario: Scenario,
  cluster: Cluster,
  { runId, seed, signal }: { runId: string; seed: number; signal: AbortSignal },
): Promise<readonly PlannedFault[]> {
  const state = await cluster.state(signal);
  return bindScenario(scenario, registries).faults.map(({ entry, fault }, index) => {
    const plan = fault.plan({
      state,
      random: seededRandom(seed).fork(entry.name),
      namespace: runNamespace(runId),
      name: injectionName(runId, index),
      labels: runLabels(runId),
      durationMs: entry.forMs,
    });
    const unsupported = plan.steps.flat().flatMap((action) => cluster.unsupported(action) ?? []);
    return { fault: entry.name, atMs: entry.atMs, forMs: entry.forMs, plan, unsupported };
  });
}

function planText(scenario: Scenario, plans: readonly PlannedFault[], seed: number): string {
  const parts = plans.map(({ fault, atMs, forMs, plan, unsupported }) =>
    [
      `# fault "${fault}" at ${formatDuration(atMs)} for ${formatDuration(forMs)}`,
      ...plan.targets.map((target) => `# target: ${target}`),
      ...unsupported.map((reason) => `# NOT SUPPORTED HERE: ${reason}`),
      ...plan.steps.flat().map(actionText),
    ].join('\n'),
  );
  return [`# ${scenario.title} (${scenario.name}), seed ${seed}: nothing was applied`, ...parts].join('\n');
}

function actionText(action: Action): string {
  if (action.kind === 'chaos-mesh') return `---\n${stringify(action.object).trimEnd()}`;
  const { kind, ...what } = action;
  const how = kind === 'node' ? 'through the container runtime' : 'through the API';
  return `--- # ${actionTitle(action)}, ${how}\n${stringify(what).trimEnd().replaceAll(/^/gm, '# ')}`;
}
