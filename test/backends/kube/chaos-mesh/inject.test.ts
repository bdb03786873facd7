import { expect } from 'chai';
import { virtualClock } from '../../../../src/base/virtual-clock.ts';
import { chaosInjection } from '../../../../src/backends/kube/chaos-mesh/injection.ts';
import type { HarnessError } from '../../../../src/core/errors.ts';
import { runLabels } from '../../../../src/core/identity.ts';
import type { ProofRecord } from '../../../../src/core/timeline.ts';
import { fakeClient, type Handler, refusal, silence } from '../fake-client.ts';
import { injectedStatus, killAction, recorded } from './actions.ts';
import { fakeInside } from './fake-inside.ts';

const restarted = {
  metadata: {},
  status: {
    containerStatuses: [
      { name: 'etcd', containerID: 'containerd://new', ready: true, restartCount: 3, state: { running: {} } },
    ],
  },
};

/** The pod as it was before: the same container, running. */
const untouched = {
  ...restarted,
  status: { containerStatuses: [{ ...restarted.status.containerStatuses[0], containerID: 'containerd://old' }] },
};

/** A cluster in which all goes well but for what `special` answers itself; it returns `undefined` to stand aside. */
async function inject(special: (at: number, method: string, path: string) => unknown) {
  const clock = virtualClock();
  const handler: Handler = (method, path) => {
    const own = special(clock.now(), method, path);
    if (own !== undefined) return own;
    if (path.includes('/events')) return { items: [] };
    if (path.includes('/pods/')) return restarted;
    return { metadata: { labels: runLabels('r1') }, status: injectedStatus() };
  };
  const client = fakeClient(handler);
  const stages: string[] = [];
  let proof: ProofRecord | undefined;
  const access = { client, clock, inside: fakeInside(), note: () => {} };
  const error = await clock.run(() =>
    chaosInjection(access, killAction())
      .inject(new AbortController().signal, (stage, record) => {
        stages.push(stage);
        proof = record ?? proof;
      })
      .then(
        () => undefined,
        (thrown: unknown) => thrown as HarnessError,
      ),
  );
  return { stages, proof, error, calls: client.calls, tookMs: clock.now() };
}

describe('chaosInjection', () => {
  it('dry-runs, applies strictly, and proves a kill by a new container id', async () => {
    const { stages, proof, calls } = await inject(() => undefined);
    const posts = calls.filter((call) => call.startsWith('POST'));
    expect(posts).to.deep.equal([
      'POST /apis/chaos-mesh.org/v1alpha1/namespaces/run/podchaos?fieldValidation=Strict&dryRun=All',
      'POST /apis/chaos-mesh.org/v1alpha1/namespaces/run/podchaos?fieldValidation=Strict',
    ]);
    expect(stages).to.deep.equal(['applied', 'injected', 'proved']);
    expect(proof?.status).to.equal('proven');
    expect(proof?.detail).to.include('etcd on a: old → new, restarted once');
  });

  it('waits for an API and a webhook that are away for a moment', async () => {
    const { stages, tookMs } = await inject((at, method) => {
      if (at < 10_000 && method === 'POST') throw at < 5000 ? silence() : refusal(500, 'failed calling webhook');
      return undefined;
    });
    expect(stages).to.deep.equal(['applied', 'injected', 'proved']);
    expect(tookMs).to.be.within(10_000, 14_000);
  });

  it('knows its own object again when the answer to its create was lost', async () => {
    const { stages } = await inject((_, method, path) => {
      if (method === 'POST' && !path.includes('dryRun')) throw refusal(409, 'exists', 'AlreadyExists');
      return undefined;
    });
    expect(stages[0]).to.equal('applied');
  });

  it('does not take another run’s object of the same name for its own', async () => {
    const { error } = await inject((_, method, path) => {
      if (method === 'POST' && !path.includes('dryRun')) throw refusal(409, 'exists', 'AlreadyExists');
      return method === 'GET' && path.endsWith('/as-1') ? { metadata: { labels: runLabels('r2') } } : undefined;
    });
    expect(error?.message).to.include('409');
  });

  it('gives up at once on an object that is refused', async () => {
    const { error, stages, calls } = await inject((_, method) => {
      if (method === 'POST') throw refusal(403, 'admission webhook "vpodchaos.kb.io" denied the request');
      return undefined;
    });
    expect(error?.message).to.match(/^the cluster refuses PodChaos as-1: .*vpodchaos/);
    expect(stages).to.deep.equal([]);
    expect(calls).to.have.length(1);
  });

  it('calls an object that finds no target unsatisfiable, with Chaos Mesh’s words', async () => {
    const { error, stages, tookMs } = await inject((_, method, path) => {
      if (path.includes('/events')) return { items: [{ message: 'Failed to select targets: no pod is selected' }] };
      return method === 'GET' && path.endsWith('/as-1')
        ? { metadata: {}, status: recorded['selects nothing'] }
        : undefined;
    });
    expect(error?.code).to.equal('unsatisfiable');
    expect(error?.message).to.include('no pod is selected');
    expect(stages).to.deep.equal(['applied']);
    expect(tookMs).to.be.lessThan(10_000);
  });

  it('says when a container was struck more than once', async () => {
    const [state] = restarted.status.containerStatuses;
    const twice = { ...restarted, status: { containerStatuses: [{ ...state, restartCount: 4 }] } };
    const { proof } = await inject((_, _method, path) => (path.includes('/pods/') ? twice : undefined));
    expect(proof?.detail).to.include('restarted 2 times, so struck more than once');
  });

  it('waits for records that are written late, because the kill held the write up', async () => {
    const { error, stages } = await inject((at, method, path) => {
      if (path.includes('/pods/') && at < 9000) return untouched;
      return method === 'GET' && path.endsWith('/as-1') && at < 9000
        ? { metadata: {}, status: recorded['selects nothing'] }
        : undefined;
    });
    expect(error).to.equal(undefined);
    expect(stages).to.deep.equal(['applied', 'injected', 'proved']);
  });

  it('calls an injection that keeps failing unproven, with the daemon’s words', async () => {
    const failing = { ...injectedStatus(), conditions: [] };
    const record = {
      ...failing.experiment!.containerRecords![0]!,
      phase: 'Not Injected',
      events: [{ type: 'Failed', operation: 'Apply', message: 'no such container', timestamp: '' }],
    };
    const status = { experiment: { desiredPhase: 'Run', containerRecords: [record] } };
    const { error } = await inject((_, method, path) => {
      if (path.includes('/pods/')) return untouched;
      return method === 'GET' && path.endsWith('/as-1') ? { metadata: {}, status } : undefined;
    });
    expect(error?.code).to.equal('unproven');
    expect(error?.message).to.include('kube-system/etcd-a/etcd: no such container');
  });

  it('takes a kill back that is seen but not noted, for Chaos Mesh would kill again', async () => {
    const record = {
      ...injectedStatus().experiment!.containerRecords![0]!,
      phase: 'Not Injected',
      injectedCount: 0,
      events: [{ type: 'Failed', operation: 'Apply', message: 'no running task found', timestamp: '' }],
    };
    const status = { experiment: { desiredPhase: 'Run', containerRecords: [record] } };
    const { error, stages, proof, calls, tookMs } = await inject((at, method, path) => {
      if (path.includes('/pods/') && at < 2000) return untouched;
      return method === 'GET' && path.endsWith('/as-1') ? { metadata: {}, status } : undefined;
    });
    expect(error).to.equal(undefined);
    expect(stages).to.deep.equal(['applied', 'injected', 'proved']);
    expect(proof?.status).to.equal('proven');
    expect(calls.filter((call) => call.startsWith('DELETE'))).to.have.length(1);
    expect(tookMs).to.be.within(2000, 2500);
  });

  it('reports a kill without a new container as unproven', async () => {
    const { proof, stages } = await inject((_, __, path) => (path.includes('/pods/') ? untouched : undefined));
    expect(stages).to.deep.equal(['applied', 'injected', 'proved']);
    expect(proof).to.deep.equal({ status: 'unproven', detail: 'no new running container was seen of etcd on a' });
  });
});
