import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { simBackend } from '../../../src/backends/sim/sim-backend.ts';
import type { Backend, RunRequest } from '../../../src/core/cluster.ts';
import type { RunRecord } from '../../../src/core/run.ts';
import { executeRun } from '../../../src/runner/execute-run.ts';
import { bindScenario } from '../../../src/scenario/bind.ts';
import { loadScenario } from '../../../src/scenario/load.ts';
import { registries } from '../../../src/scenario/registries.ts';
import { sampleSettings } from '../kind/settings.ts';

const file = fileURLToPath(new URL('../../../scenarios/apiserver-kill.yaml', import.meta.url));
const text = readFileSync(file, 'utf8');

async function rehearse(seed: number, overrides: readonly string[] = []): Promise<RunRecord> {
  const scenario = loadScenario(
    { file, text, overrides: ['timeline.baseline=15s', 'timeline.recovery=15s', ...overrides] },
    registries,
  );
  const { signal } = new AbortController();
  const own = { runId: 'r1', seed, namespace: 'aftershock-run-r1' };
  const request = { ...scenario, ...own, mode: 'run' as const, faults: true, needs: [], note: () => {} };
  const backend = simBackend(sampleSettings);
  expect(await backend.preflight(request, signal)).to.deep.equal([]);
  return await backend.run(request, signal, (cluster, clock) =>
    executeRun({
      ...own,
      plan: bindScenario(scenario, registries),
      backend: 'sim',
      cluster,
      clock,
      journal: { append: async () => {} },
      listener: {},
      signal,
      usage: () => ({ cpuMs: 0, rssMb: 0 }),
    }),
  );
}

describe('simBackend', function () {
  this.timeout(60_000);

  it('kills an apiserver, proves it, heals it, and leaves nothing', async () => {
    const record = await rehearse(1);
    expect(record.stoppedBy).to.equal(undefined);
    expect(record.leftovers).to.deep.equal([]);
    const [injection] = record.timeline.faults[0]?.injections ?? [];
    expect(injection?.proof.status).to.equal('proven');
    const bad = [...record.timeline.observations].filter((one) => one.kind === 'request' && !one.good);
    expect(bad).to.not.have.length(0);
  });

  it('says where the name servers ran when it began', async () => {
    const short = ['timeline.baseline=5s', 'timeline.recovery=5s'];
    const { nodes, nameServers } = (await rehearse(1, short)).facts.topology;
    expect(nameServers).to.deep.equal([nodes[0]?.name, nodes[0]?.name]);
    const spread = (await rehearse(1, [...short, 'cluster.dns.spread=true'])).facts.topology.nameServers;
    expect(new Set(spread).size).to.equal(2);
  });

  it('refuses what it would only store, and nothing else that faults need', async () => {
    const scenario = loadScenario({ file, text, overrides: [] }, registries);
    const own = { runId: 'r', seed: 1, namespace: 'n', mode: 'run' as const, faults: true, note: () => {} };
    const { signal } = new AbortController();
    const asked = (needs: RunRequest['needs']): ReturnType<Backend['preflight']> =>
      simBackend(sampleSettings).preflight({ ...scenario, ...own, needs }, signal);
    expect(await asked(['PodChaos', 'IOChaos', 'Workflow', 'sch_netem', 'own-disks'])).to.deep.equal([]);
    const problems = await asked(['JVMChaos', 'JVMChaos', 'KernelChaos']);
    expect(problems.map(({ message }) => message.split(':')[0])).to.deep.equal([
      'JVMChaos is not simulated',
      'KernelChaos is not simulated',
    ]);
  });

  it('names everything in which the cluster is too small for the scenario', async () => {
    const scenario = loadScenario(
      { file, text, overrides: ['cluster.controlPlanes=1', 'cluster.zones=1'] },
      registries,
    );
    const request = {
      ...scenario,
      runId: 'r',
      seed: 1,
      namespace: 'n',
      mode: 'run' as const,
      faults: true,
      needs: [],
      note: () => {},
    };
    const problems = await simBackend(sampleSettings).preflight(request, new AbortController().signal);
    expect(problems.map(({ message }) => message)).to.deep.equal([
      'the scenario requires 3 control planes, and the cluster has 1',
      'the scenario requires 3 workers, and the cluster has 1',
    ]);
  });
});
