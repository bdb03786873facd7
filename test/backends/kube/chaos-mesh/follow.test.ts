import { apiVersion } from 'chaos-mesh-types';
import { expect } from 'chai';
import { virtualClock } from '../../../../src/base/virtual-clock.ts';
import { chaosInjection } from '../../../../src/backends/kube/chaos-mesh/injection.ts';
import type { AppliedObject, ChaosMeshAction } from '../../../../src/core/action.ts';
import type { ProofRecord } from '../../../../src/core/timeline.ts';
import { fakeClient, refusal } from '../fake-client.ts';
import { injectedStatus } from './actions.ts';
import { fakeInside } from './fake-inside.ts';

const kill = { action: 'pod-kill', mode: 'one', selector: { namespaces: ['web'] } };
const object = {
  apiVersion,
  kind: 'Schedule',
  metadata: { name: 's', namespace: 'run' },
  spec: { schedule: '@every 20s', type: 'PodChaos', historyLimit: 5, concurrencyPolicy: 'Forbid', podChaos: kill },
} as unknown as AppliedObject;
const action: ChaosMeshAction = { kind: 'chaos-mesh', object, targets: undefined, proof: { kind: 'own-word' } };

interface Followed {
  readonly proof: ProofRecord | undefined;
  readonly goneAt: number | undefined;
  readonly error: unknown;
}

/** Applies a Schedule, holds it for 60 s and takes it back; `children` are what it has made by an instant, `left` how long they stay. */
async function hold(children: (now: number) => readonly object[], leftMs = 5000): Promise<Followed> {
  const clock = virtualClock();
  let deletedAt: number | undefined;
  const client = fakeClient((method, path) => {
    if (method === 'POST') return {};
    if (method === 'DELETE') {
      deletedAt ??= clock.now();
      return {};
    }
    if (path.includes('labelSelector')) {
      const over = deletedAt !== undefined && clock.now() > deletedAt + leftMs;
      return { items: over ? [] : children(clock.now()) };
    }
    if (deletedAt !== undefined) throw refusal(404);
    return { metadata: object.metadata };
  });
  const injection = chaosInjection({ client, clock, inside: fakeInside(), note: () => undefined }, action);
  let proof: ProofRecord | undefined;
  let goneAt: number | undefined;
  const { signal } = new AbortController();
  const error = await clock.run(async () => {
    const note = (stage: string, seen?: ProofRecord): void => {
      proof = seen ?? proof;
      if (stage === 'gone') goneAt = clock.now();
    };
    try {
      await injection.inject(signal, note);
      await clock.sleep(60_000);
      await injection.heal(signal, note);
      return undefined;
    } catch (thrown) {
      return thrown;
    }
  });
  return { proof, goneAt, error };
}

const child = (name: string, injected: boolean): object => ({
  metadata: { name },
  ...(injected ? { status: injectedStatus('web/a') } : {}),
});

describe('a Schedule', () => {
  it('is injected with its first experiment, followed to the end, and gone when all that it made is gone', async () => {
    const { proof, goneAt, error } = await hold((now) => {
      const made = Math.floor(now / 20_000);
      return Array.from({ length: made }, (_, index) => child(`s-${index}`, true));
    }, 8000);
    expect(error).to.equal(undefined);
    expect(proof?.status).to.equal('proven');
    expect(proof?.detail).to.match(/([34]) of \1 experiments that it made were injected/);
    expect(goneAt).to.be.within(87_000, 93_000);
  });

  it('is not proven when one of its experiments was never injected', async () => {
    const { proof } = await hold((now) => [child('s-0', true), ...(now > 30_000 ? [child('s-1', false)] : [])]);
    expect(proof?.status).to.equal('unproven');
    expect(proof?.detail).to.contain('1 of 2').and.to.contain('PodChaos s-1');
  });

  it('remembers what was injected and is gone by now', async () => {
    const { proof } = await hold((now) => (now < 10_000 ? [child('s-0', true)] : []));
    expect(proof?.status).to.equal('proven');
  });

  it('is no injection while it makes nothing', async () => {
    const { error } = await hold(() => []);
    expect(error)
      .to.be.instanceOf(Error)
      .with.property('message')
      .that.contains('injected nothing: it has made nothing yet');
  });
});
