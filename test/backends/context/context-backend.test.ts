import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { contextBackend } from '../../../src/backends/context/context-backend.ts';
import { serveCluster } from '../../../src/backends/sim/serve/serve.ts';
import { systemClock } from '../../../src/base/system-clock.ts';
import { clusterParams } from '../../../src/core/cluster-params/index.ts';
import type { RunRequest } from '../../../src/core/cluster.ts';
import { HarnessError } from '../../../src/core/errors.ts';
import type { Observation } from '../../../src/core/observation.ts';
import type { RunRecord } from '../../../src/core/run.ts';
import { findOutages } from '../../../src/indicators/outages.ts';
import { executeRun } from '../../../src/runner/execute-run.ts';
import { bindScenario } from '../../../src/scenario/bind.ts';
import { loadScenario } from '../../../src/scenario/load.ts';
import { registries } from '../../../src/scenario/registries.ts';
import { sampleSettings } from '../kind/settings.ts';
import { servedChaosMesh } from '../kube/chaos-mesh/served.ts';
import { fakeApi, type FakeApi } from '../kube/fake-api.ts';

const never = new AbortController().signal;
const wall = systemClock();

function request(more: Partial<RunRequest> = {}): RunRequest {
  return {
    mode: 'run',
    runId: 'abcd1234',
    seed: 1,
    namespace: 'aftershock-run-abcd1234',
    workload: undefined,
    requires: { zones: 0, controlPlanes: 0, workers: 0 },
    cluster: {},
    faults: false,
    needs: [],
    note: () => {},
    ...more,
  };
}

const scenario = loadScenario(
  {
    file: 'observe.yaml',
    text: `
apiVersion: aftershock/v1
kind: Scenario
metadata: { name: observe }
spec:
  hypothesis: it stands
  timeline: { baseline: 2s, recovery: 2500ms }
`,
  },
  registries,
);

/** Observes for 4.5 s; `during` is told when the probes are at work. */
async function observe(context: string, during?: (nowAt: () => number) => Promise<void>): Promise<RunRecord> {
  const asked = request();
  return contextBackend(sampleSettings, context).run(asked, never, async (cluster, clock) => {
    let script: Promise<void> | undefined;
    const onObservation = ({ kind }: Observation): void => {
      if (kind === 'request') script ??= during?.(() => clock.now()) ?? Promise.resolve();
    };
    const record = await executeRun({
      plan: bindScenario(scenario, registries),
      backend: 'context:x',
      cluster,
      clock,
      seed: 1,
      runId: asked.runId,
      namespace: asked.namespace,
      journal: { append: async () => {} },
      listener: { onObservation },
      signal: never,
      usage: () => ({ cpuMs: 0, rssMb: 0 }),
    });
    await script;
    return record;
  });
}

describe('contextBackend', function () {
  this.timeout(120_000);
  let folder = '';
  let api: FakeApi;
  const before = process.env['KUBECONFIG'];

  async function useKubeconfig(server: string): Promise<void> {
    const clusters = [{ name: 'c', cluster: { server } }];
    const contexts = [{ name: 'mine', context: { cluster: 'c', user: 'u' } }];
    const users = [{ name: 'u', user: { token: 'secret' } }];
    const file = join(folder, 'config');
    await writeFile(file, JSON.stringify({ apiVersion: 'v1', kind: 'Config', clusters, contexts, users }));
    process.env['KUBECONFIG'] = file;
  }

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'aftershock-'));
    api = await fakeApi();
    await useKubeconfig(api.url);
  });
  afterEach(async () => {
    if (before === undefined) delete process.env['KUBECONFIG'];
    else process.env['KUBECONFIG'] = before;
    await Promise.all([api.close(), rm(folder, { recursive: true })]);
  });

  it('observes an API behind plain HTTP that forbids all but reading, and sees its outage to within a period', async () => {
    let status = 200;
    api.answer = ({ method, url = '' }) => {
      if (status !== 200) return { status, body: { message: 'scripted' } };
      const may = method === 'GET' && /^\/(readyz|version|api\/v1\/namespaces\/default)/.test(url);
      return may ? { status: 200, body: {} } : { status: 403, body: { message: 'forbidden' } };
    };
    const truth: number[] = [];
    const { timeline, steadyState, stoppedBy, leftovers } = await observe('mine', async (nowAt) => {
      await wall.sleep(1000);
      status = 503;
      truth.push(nowAt());
      await wall.sleep(1200);
      status = 200;
      truth.push(nowAt());
    });
    const [from = NaN, to = NaN] = truth;
    expect({ steadyState, stoppedBy, leftovers }).to.deep.equal({
      steadyState: [],
      stoppedBy: undefined,
      leftovers: [],
    });
    expect(timeline.phases.map(({ name }) => name)).to.deep.equal(['setup', 'observation', 'teardown']);
    const ids = timeline.streams.map(({ id }) => id).filter((id) => !id.startsWith('null'));
    expect(ids).to.have.members(['readyz', 'quorum-read'].flatMap((what) => [`lb ${what} new`, `lb ${what} reused`]));
    const outages = findOutages(timeline);
    expect(outages.map(({ stream }) => stream)).to.have.members(ids);
    for (const { startAt, endAt, open } of outages) {
      expect(open).to.equal(false);
      expect(Math.abs(startAt - from)).to.be.below(110);
      expect(Math.abs(endAt - to)).to.be.below(110);
    }
    expect(api.seen.filter((line) => !line.startsWith('GET') && !line.includes('/namespaces/aftershock-run-'))).to.be
      .empty;
  });

  it('believes no server that answers everything that it keeps what is written', async () => {
    const { timeline } = await observe('mine');
    expect(timeline.streams.filter(({ operation }) => operation === 'write')).to.be.empty;
  });

  it('observes a served simulated cluster with all it has, and leaves nothing in it', async () => {
    const served = await serveCluster({ params: clusterParams({}), seed: 1, port: 0 });
    try {
      await writeFile(join(folder, 'config'), served.kubeconfig);
      const { timeline, facts, leftovers } = await observe('sim');
      expect(leftovers).to.be.empty;
      expect(facts.topology.zones).to.deep.equal(['az-a', 'az-b', 'az-c']);
      const good = (stream: string): number =>
        [...timeline.observations].filter((seen) => seen.kind === 'request' && seen.stream === stream && seen.good)
          .length;
      expect(good('lb write new')).to.be.above(10);
      expect(good('lb quorum-read reused')).to.be.above(20);
      const nodes = [...timeline.observations].flatMap((seen) => (seen.kind === 'node' ? seen.name : []));
      expect(new Set(nodes)).to.have.property('size', facts.topology.nodes.length);
    } finally {
      served.close();
    }
  });

  it('breaks nothing on somebody’s cluster unless it is allowed to', async () => {
    const backend = contextBackend(sampleSettings, 'mine');
    const [problem] = await backend.preflight(request({ faults: true }), never);
    expect(problem?.check).to.equal('consent');
    expect(problem?.hint).to.include('--max-pods');
    expect(api.seen).to.be.empty;
  });

  it('lets a run begin when the API answers, and names what is in the way when it does not', async () => {
    expect(await contextBackend(sampleSettings, 'mine').preflight(request(), never)).to.deep.equal([]);
    await useKubeconfig('http://127.0.0.1:1');
    const [problem] = await contextBackend(sampleSettings, 'mine')
      .preflight(request(), AbortSignal.timeout(3000))
      .catch((error: unknown) => [{ check: 'api', message: String(error) }]);
    expect(problem?.check).to.equal('api');
  });

  it('waits for Chaos Mesh where faults were allowed, and says so', async () => {
    api.answer = servedChaosMesh(2);
    const notes: string[] = [];
    const allowed = {
      faults: true,
      consent: { maxNodes: 1, maxPods: 1 },
      note: (text: string) => void notes.push(text),
    };
    expect(await contextBackend(sampleSettings, 'mine').preflight(request(allowed), never)).to.deep.equal([]);
    expect(notes).to.deep.equal(['waiting up to 3m: 0 of 1 nodes have a ready chaos-daemon']);
  });

  it('knows the contexts of the kubeconfig, and demands one of them', async () => {
    expect(() => contextBackend(sampleSettings, undefined)).to.throw(HarnessError, 'no context is named');
    const error = await contextBackend(sampleSettings, 'mien')
      .preflight(request(), never)
      .catch((thrown: unknown) => thrown as HarnessError);
    expect(error).to.be.instanceOf(HarnessError).with.property('hint', 'Did you mean "mine"?');
  });
});
