import { expect } from 'chai';
import { preflight } from '../../../src/backends/kind/preflight.ts';
import { tooSmall } from '../../../src/backends/kube/cluster-nodes.ts';
import { lockFile, writeState } from '../../../src/backends/kind/state.ts';
import type { RunRequest } from '../../../src/core/cluster.ts';
import { type FakeTools, fakeTools } from './fake-tools.ts';
import { servedChaosMesh } from '../kube/chaos-mesh/served.ts';
import { fakeApi, type FakeApi } from '../kube/fake-api.ts';
import { sampleSettings } from './settings.ts';

const signal = new AbortController().signal;
const request: RunRequest = {
  mode: 'run',
  runId: 'r1',
  seed: 1,
  namespace: 'aftershock-run-r1',
  workload: 'web',
  cluster: {},
  requires: { zones: 3, controlPlanes: 3, workers: 3 },
  faults: true,
  needs: [],
  note: () => {},
};

function worker(state: string): string {
  const labels = { 'io.x-k8s.kind.role': 'worker' };
  return JSON.stringify([{ Name: '/w', State: { Status: state }, Config: { Labels: labels }, NetworkSettings: {} }]);
}

describe('preflight', () => {
  let tools: FakeTools;
  beforeEach(() => (tools = fakeTools()));
  afterEach(() => tools.restore());

  it('names a missing engine and a missing kind together, and nothing that only follows from them', async () => {
    const problems = await preflight(sampleSettings, request, signal);
    expect(problems.map(({ check }) => check)).to.deep.equal(['docker', 'kind']);
  });

  it('answers within 5 s where the engine hangs', async () => {
    tools.have('docker', 'exec sleep 60');
    tools.have('kind', 'case "$1" in version) echo 0.30.0 ;; *) exec sleep 60 ;; esac');
    const startedAt = performance.now();
    const problems = await preflight(sampleSettings, request, signal);
    expect(performance.now() - startedAt).to.be.below(5000);
    expect(problems.map(({ check }) => check)).to.deep.equal(['docker']);
  }).timeout(8000);

  describe('with an engine and kind', () => {
    beforeEach(() => tools.have('docker', 'case "$1" in version) echo 28.0.0 ;; esac'));

    it('says how to make a cluster that is not there, and looks at none of another name', async () => {
      tools.have('kind', 'case "$1" in version) echo 0.30.0 ;; *) echo somebody-elses ;; esac');
      const problems = await preflight(sampleSettings, request, signal);
      expect(problems).to.deep.equal([
        {
          check: 'cluster',
          message: 'there is no kind cluster called aftershock',
          hint: 'Make it: npm run chaos -- up',
        },
      ]);
    });

    it('names the run that holds the cluster, and not what that run does to it', async () => {
      tools.have('kind', 'case "$1" in version) echo 0.30.0 ;; esac');
      await writeState(lockFile('aftershock'), JSON.stringify({ runId: 'r0', pid: process.pid }));
      const problems = await preflight(sampleSettings, request, signal);
      expect(problems.map(({ check }) => check)).to.deep.equal(['lock']);
      expect(problems[0]?.message).to.contain('run r0');
    });

    it('sends a paused node to recover, which itself is not kept from it', async () => {
      tools.have('kind', 'case "$1" in version) echo 0.30.0 ;; *) echo aftershock ;; esac');
      const answers = `version) echo 28.0.0 ;; ps) echo id ;; inspect) echo '${worker('paused')}' ;;`;
      tools.have('docker', `case "$1" in ${answers} esac`);
      const problems = await preflight(sampleSettings, request, signal);
      expect(problems.map(({ message }) => message)).to.deep.equal(['the container w is paused']);
      expect(problems[0]?.hint).to.contain('recover');
      expect(await preflight(sampleSettings, { ...request, mode: 'recover' }, signal)).to.deep.equal([]);
    });

    describe('and an API', () => {
      let api: FakeApi;
      const notes: string[] = [];
      const small = { zones: 0, controlPlanes: 0, workers: 0 };
      const asked: RunRequest = { ...request, requires: small, note: (text) => void notes.push(text) };
      beforeEach(async () => {
        api = await fakeApi();
        notes.length = 0;
        tools.have(
          'kind',
          `case "$*" in *version*) echo 0.30.0 ;; *kubeconfig*) echo '${ours(api.url)}' ;; *) echo aftershock ;; esac`,
        );
      });
      afterEach(() => api.close());
      const inNodes = (said: string): void => {
        const inspected = `case "$*" in *--format*) echo running ;; *) echo '${worker('running')}' ;; esac`;
        const answers = `version) echo 28.0.0 ;; ps) echo id ;; inspect) ${inspected} ;; exec) echo ${said} ;;`;
        tools.have('docker', `case "$1" in ${answers} esac`);
      };

      it('waits for what mends itself, and says for what', async () => {
        inNodes('');
        api.answer = servedChaosMesh(2);
        expect(await preflight(sampleSettings, asked, signal)).to.deep.equal([]);
        expect(notes).to.deep.equal(['waiting up to 3m: 0 of 1 nodes have a ready chaos-daemon']);
      });

      it('waits for nothing where something else is in the way, and tells of both', async () => {
        inNodes('rules that drop traffic');
        api.answer = servedChaosMesh(2);
        const problems = await preflight(sampleSettings, asked, signal);
        expect(problems.map(({ message }) => message)).to.deep.equal([
          'an earlier run left rules that drop traffic in w',
          '0 of 1 nodes have a ready chaos-daemon',
        ]);
        expect(notes).to.be.empty;
      });

      it('tells once of an API that refuses, and what is in the nodes all the same', async () => {
        inNodes('rules that drop traffic');
        api.answer = () => ({ status: 403, body: { message: 'forbidden' } });
        const problems = await preflight(sampleSettings, asked, signal);
        expect(problems.map(({ check }) => check)).to.deep.equal(['leftovers', 'api']);
      });
    });

    it('refuses a kubeconfig that leads to another context', async () => {
      tools.have('kind', 'case "$1" in version) echo 0.30.0 ;; *) echo aftershock ;; esac');
      const answers = `version) echo 28.0.0 ;; ps) echo id ;; inspect) echo '${worker('running')}' ;;`;
      tools.have('docker', `case "$1" in ${answers} esac`);
      await writeState('.aftershock/aftershock.kubeconfig', production);
      const problems = await preflight(sampleSettings, request, signal);
      expect(problems.map(({ message }) => message).join())
        .to.contain('"production"')
        .and.contain('refused');
    });
  });
});

/** A kubeconfig of the harness's own cluster. */
const ours = (server: string): string =>
  JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'kind-aftershock',
    contexts: [{ name: 'kind-aftershock', context: { cluster: 'c', user: 'u' } }],
    clusters: [{ name: 'c', cluster: { server } }],
    users: [{ name: 'u', user: {} }],
  });

const production = JSON.stringify({
  apiVersion: 'v1',
  kind: 'Config',
  'current-context': 'production',
  contexts: [{ name: 'production', context: { cluster: 'production', user: 'me' } }],
  clusters: [{ name: 'production', cluster: { server: 'https://127.0.0.1:1' } }],
  users: [{ name: 'me', user: {} }],
});

describe('tooSmall', () => {
  const shape = { zones: ['az-a', 'az-b'], controlPlanes: 3, workers: 2 };

  it('names everything that the cluster has too little of', () => {
    expect(tooSmall(shape, request, 'Grow').map(({ message }) => message)).to.deep.equal([
      'the scenario requires 3 zones, and the cluster has 2',
      'the scenario requires 3 workers, and the cluster has 2',
    ]);
  });

  it('says how to ask what fewer do', () => {
    expect(tooSmall(shape, request, 'Grow').map(({ hint }) => hint)).to.deep.equal([
      'Grow, or try what fewer do: --set requires.zones=2.',
      'Grow, or try what fewer do: --set requires.workers=2.',
    ]);
  });

  it('is content with just enough', () => {
    expect(tooSmall(shape, { requires: { zones: 2, controlPlanes: 3, workers: 2 } }, 'Grow')).to.deep.equal([]);
  });
});
