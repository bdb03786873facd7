import { apiVersion } from 'chaos-mesh-types';
import { expect } from 'chai';
import { virtualClock } from '../../../../src/base/virtual-clock.ts';
import { complaint } from '../../../../src/backends/kube/chaos-mesh/paths.ts';
import { ownWord } from '../../../../src/backends/kube/chaos-mesh/own-word.ts';
import { podsProof } from '../../../../src/backends/kube/chaos-mesh/pods-proof.ts';
import type { ProofRun } from '../../../../src/backends/kube/chaos-mesh/proof-run.ts';
import { signProof } from '../../../../src/backends/kube/chaos-mesh/sign-proof.ts';
import { wipe } from '../../../../src/backends/kube/chaos-mesh/wipe.ts';
import type { ChaosAccess } from '../../../../src/backends/kube/chaos-mesh/access.ts';
import type { Inside } from '../../../../src/backends/kube/inside.ts';
import type { AppliedObject } from '../../../../src/core/action.ts';
import type { ProofRecord } from '../../../../src/core/timeline.ts';
import { fakeClient, type Handler, refusal } from '../fake-client.ts';
import { pod } from '../objects.ts';
import { injectedStatus } from './actions.ts';
import { fakeInside } from './fake-inside.ts';

async function prove(
  build: (access: ChaosAccess) => ProofRun,
  handler: (now: () => number) => Handler,
  inside: Partial<Inside> = {},
): Promise<ProofRecord> {
  const clock = virtualClock();
  const client = fakeClient(handler(clock.now));
  const { signal } = new AbortController();
  return await clock.run(async () => {
    const run = build({ client, clock, inside: { ...fakeInside(), ...inside }, note: () => undefined });
    await run.before(signal);
    return await run.after(signal);
  });
}

const old = [{ namespace: 'web', pod: 'a', uid: 'uid-a' }];

describe('podsProof', () => {
  it('is proven when the pod is gone, or another has its name', async () => {
    const gone = await prove(
      (access) => podsProof(access, old, 'gone'),
      () => () => {
        throw refusal(404);
      },
    );
    expect(gone.status).to.equal('proven');
    const other = await prove(
      (access) => podsProof(access, old, 'gone'),
      () => () => pod('a', { metadata: { uid: 'new' } }),
    );
    expect(other.status).to.equal('proven');
  });

  it('is not proven while the very pod is there, or nobody answers', async () => {
    expect(
      (
        await prove(
          (access) => podsProof(access, old, 'gone'),
          () => () => pod('a'),
        )
      ).status,
    ).to.equal('unproven');
    const silent = await prove(
      (access) => podsProof(access, old, 'gone'),
      () => () => {
        throw refusal(503);
      },
    );
    expect(silent).to.deep.equal({ status: 'unproven', detail: 'not seen gone: a' });
  });

  it('tells a pod that fails in its place from one that was replaced', async () => {
    const unready = { conditions: [{ type: 'Ready', status: 'False' as const }] };
    const failing = await prove(
      (access) => podsProof(access, old, 'unready'),
      (now) => () => pod('a', now() > 3000 ? { status: unready } : {}),
    );
    expect(failing.status).to.equal('proven');
    const replaced = await prove(
      (access) => podsProof(access, old, 'unready'),
      () => () => pod('a', { metadata: { uid: 'new' }, status: unready }),
    );
    expect(replaced.status).to.equal('unproven');
  });
});

describe('signProof', () => {
  const sign = { kind: 'processes', names: ['stress-ng'] } as const;
  const pods = [{ namespace: 'web', pod: 'a', container: 'web', node: 'n', ip: '10.0.0.1' }];
  const build = (access: ChaosAccess): ProofRun => signProof(access, { kind: 'sign', sign, pods });
  const seen = (...answers: readonly (boolean | Error)[]): Partial<Inside> => {
    let index = 0;
    return {
      lookFor: async () => {
        const answer = answers[Math.min(index, answers.length - 1)];
        index += 1;
        if (answer instanceof Error) throw answer;
        return { there: answer === true, detail: String(answer) };
      },
    };
  };

  it('is proven by what was not there before and is there now', async () => {
    expect(await prove(build, () => () => ({}), seen(false, false, true))).to.deep.equal({
      status: 'proven',
      detail: 'a: true',
    });
  });

  it('is not proven by what was there before, or could not be looked for', async () => {
    expect((await prove(build, () => () => ({}), seen(true, true))).detail).to.contain('there before');
    expect((await prove(build, () => () => ({}), seen(new Error('no node'), true))).status).to.equal('unproven');
    expect((await prove(build, () => () => ({}), seen(false, false))).status).to.equal('unproven');
    expect(
      (
        await prove(
          (access) => signProof(access, { kind: 'sign', sign, pods: [] }),
          () => () => ({}),
        )
      ).status,
    ).to.equal('unproven');
  });
});

describe('ownWord', () => {
  const metadata = {
    name: 'as-1',
    namespace: 'run',
    uid: 'u',
    resourceVersion: '1',
    creationTimestamp: '2026-11-21T11:00:00Z',
  };
  const kill = {
    apiVersion,
    kind: 'PodChaos',
    metadata,
    spec: { action: 'pod-kill', mode: 'one', selector: { namespaces: ['web'] } },
  } as AppliedObject;
  const slow = {
    apiVersion,
    kind: 'HTTPChaos',
    metadata,
    spec: { mode: 'one', selector: {}, target: 'Request', port: 80, abort: true },
  } as AppliedObject;
  const stored = { metadata, status: injectedStatus('web/a') };
  const judged = (object: AppliedObject, target: () => unknown): Promise<ProofRecord> =>
    prove(
      (access) => ownWord(access, object),
      () => (_method, at) => (at.endsWith('/as-1') ? stored : target()),
    );

  it('believes a kill whose pod is a new one, and not one whose pod is the same as before', async () => {
    const young = pod('a', { metadata: { creationTimestamp: '2026-11-21T11:00:05Z' } });
    expect((await judged(kill, () => young)).status).to.equal('proven');
    expect((await judged(kill, () => pod('a'))).detail).to.equal('web/a is the same as before');
  });

  it('does not believe what is said of the mirror of a static pod', async () => {
    const mirror = pod('a', { metadata: { annotations: { 'kubernetes.io/config.mirror': 'x' } } });
    expect((await judged(kill, () => mirror)).detail).to.contain('mirrors a static pod');
  });

  it('does not believe a helper object that failed, or was not carried out yet', async () => {
    const helper = (failedMessage: string, observedGeneration: number): object => ({
      metadata: { generation: 2 },
      status: { failedMessage, observedGeneration },
    });
    expect((await judged(slow, () => helper('no tproxy', 2))).detail).to.equal('web/a: no tproxy');
    expect((await judged(slow, () => helper('', 1))).status).to.equal('unproven');
    expect((await judged(slow, () => helper('', 2))).status).to.equal('proven');
  });
});

describe('complaint', () => {
  const { signal } = new AbortController();
  const object = (kind: string): AppliedObject =>
    ({ apiVersion, kind, metadata: { name: 'as-1', namespace: 'run' }, spec: {} }) as unknown as AppliedObject;

  it('is the daemon’s absence, in Chaos Mesh’s own words', async () => {
    const message = 'Failed to apply chaos: cannot find daemonIP on node worker';
    const client = fakeClient(() => ({ items: [{ message }] }));
    expect(await complaint(client, object('StressChaos'), ['web/a/web'], signal)).to.equal(message);
  });

  it('is what the helper object of the kind says, where no event does', async () => {
    for (const [kind, plural] of [
      ['NetworkChaos', 'podnetworkchaos'],
      ['IOChaos', 'podiochaos'],
      ['HTTPChaos', 'podhttpchaos'],
    ] as const) {
      const client = fakeClient((_method, at) =>
        at.includes('/events') ? { items: [] } : { status: { failedMessage: at } },
      );
      expect(await complaint(client, object(kind), ['web/a'], signal)).to.equal(
        `/apis/chaos-mesh.org/v1alpha1/namespaces/web/${plural}/a`,
      );
    }
  });
});

describe('wipe', () => {
  const { signal } = new AbortController();
  const action = (kind: string, spec: object = {}): Parameters<typeof wipe>[1] => ({
    kind: 'chaos-mesh',
    object: { apiVersion, kind, metadata: { name: 'as-1', namespace: 'run' }, spec } as unknown as AppliedObject,
    targets: ['web/a'],
    proof: { kind: 'own-word' },
  });
  const access = (handler: Handler): ChaosAccess & { readonly client: ReturnType<typeof fakeClient> } => ({
    client: fakeClient(handler),
    clock: virtualClock(),
    inside: fakeInside(),
    note: () => undefined,
  });

  it('gets rid of what was done within a container together with the pod, which its owner makes anew', async () => {
    for (const kind of ['HTTPChaos', 'IOChaos', 'StressChaos', 'TimeChaos', 'DNSChaos']) {
      const own = access(() => pod('a'));
      await wipe(own, action(kind), signal);
      expect(own.client.calls.at(-1), kind).to.equal('DELETE /api/v1/namespaces/web/pods/a');
    }
  });

  it('leaves pods alone that were only killed, or vanished while the fault held', async () => {
    const killed = access(() => pod('a'));
    await wipe(killed, action('PodChaos', { action: 'pod-kill' }), signal);
    expect(killed.client.calls).to.deep.equal([]);
    const vanished = access(() => {
      throw refusal(404);
    });
    await wipe(vanished, action('HTTPChaos'), signal);
    expect(vanished.client.calls).to.deep.equal(['GET /api/v1/namespaces/web/pods/a']);
  });

  it('rejects where nobody would make the pod anew', async () => {
    const lone = access(() => pod('a', { metadata: { ownerReferences: [] } }));
    const thrown = await wipe(lone, action('IOChaos'), signal).catch((error: unknown) => error);
    expect(thrown).to.be.instanceOf(Error).with.property('message').that.contains('belongs to nobody');
  });
});
