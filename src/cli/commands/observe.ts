import { HarnessError } from '../../core/errors.ts';
import { loadScenario } from '../../scenario/load.ts';
import { registries } from '../../scenario/registries.ts';
import type { Command } from '../command.ts';
import { profilesOf } from '../slo-files.ts';
import { runScenarios } from './run.ts';

/** Measures a cluster without breaking anything: a scenario without faults, written by the command. */
export const observeCommand: Command = async (context) => {
  const { operands, options } = context;
  const { cluster = 'sim', forMs, set } = options;
  if (operands.length > 0) {
    const hint = 'Name the cluster with --cluster, and the time with --for.';
    throw new HarnessError('usage', `observe was given "${operands.join(' ')}"`, { hint });
  }
  if (forMs === undefined) {
    throw new HarnessError('usage', 'observe does not know how long', { hint: 'Try `observe --for 60s`.' });
  }
  const text = scenarioText(cluster, forMs);
  const scenario = loadScenario(
    { file: 'observe.yaml', text, overrides: set },
    registries,
    await profilesOf(text, set),
  );
  const sets = set.map((text) => ` --set '${text.replaceAll("'", String.raw`'\''`)}'`).join('');
  return runScenarios(context, [scenario], `npm run chaos -- observe --cluster ${cluster} --for ${forMs}ms${sets}`);
};

/** What is promised of any API (SIG Scalability's second, three nines) is what it is judged by, unless --slo says otherwise. */
function scenarioText(cluster: string, forMs: number): string {
  const halfMs = forMs / 2;
  return `apiVersion: aftershock/v1
kind: Scenario
metadata:
  name: observe
  title: ${JSON.stringify(`${cluster} as it is`)}
spec:
  hypothesis: Nothing is broken, and the API answers every request well and in time.
  # A run without faults lasts as long as both together.
  timeline: { baseline: ${halfMs}ms, recovery: ${halfMs}ms }
  faults: []
  slos:
    - { sli: api.availability, objective: ">= 99.9%", limit: 99%, weight: 2 }
    - { sli: api.latency.p99, objective: "<= 1s", limit: 5s, weight: 1 }
`;
}
