import { expect } from 'chai';
import { virtualClock } from '../../../../src/base/virtual-clock.ts';
import { healChaos } from '../../../../src/backends/kube/chaos-mesh/heal.ts';
import type { ChaosMeshAction } from '../../../../src/core/action.ts';
import { HarnessError } from '../../../../src/core/errors.ts';
import { fakeClient, type Handler, refusal, silence } from '../fake-client.ts';
import { cutAction, killAction, recorded } from './actions.ts';
import { fakeInside } from './fake-inside.ts';

interface HealRun {
  readonly stages: readonly string[];
  readonly notes: readonly string[];
  readonly calls: readonly string[];
  readonly tookMs: number;
  readonly error: unknown;
}

/** Heals with a scripted API; `at` gives the handler the time. */
async function heal(
  script: (at: () => number) => Handler,
  options: { action?: ChaosMeshAction; mayAppear?: boolean; abortAfterMs?: number; wipe?: () => Promise<void> } = {},
): Promise<HealRun> {
  const clock = virtualClock();
  const client = fakeClient(script(clock.now));
  const stages: string[] = [];
  const notes: string[] = [];
  const controller = new AbortController();
  const access = {
    client,
    clock,
    inside: fakeInside(options.wipe),
    note: (text: string) => void notes.push(text),
  };
  if (options.abortAfterMs !== undefined) clock.at(options.abortAfterMs, () => controller.abort(new Error('too late')));
  const error = await clock.run(async () => {
    try {
      await healChaos(access, options.action ?? killAction(), {
        mayAppear: () => options.mayAppear ?? false,
        signal: controller.signal,
        note: (stage) => void stages.push(stage),
      });
      return undefined;
    } catch (thrown) {
      return thrown;
    }
  });
  return { stages, notes, calls: client.calls, tookMs: clock.now(), error };
}

const missing = (): never => {
  throw refusal(404);
};
const stuck = { metadata: { name: 'as-1' }, status: recorded['host network: refused'] };

describe('healChaos', () => {
  it('is done at once when the object was never there', async () => {
    const { stages, calls, tookMs } = await heal(() => missing);
    expect(stages).to.deep.equal(['healing', 'healed', 'gone']);
    expect(calls).to.have.length(1);
    expect(tookMs).to.equal(0);
  });

  it('looks again for an object whose create was sent and never answered', async () => {
    let there = false;
    const { calls, tookMs } = await heal(
      (at) => (method) => {
        if (at() >= 1000 && method === 'DELETE' && !there) {
          there = true;
          return {};
        }
        return missing();
      },
      { mayAppear: true },
    );
    expect(calls.filter((call) => call.startsWith('DELETE')).length).to.be.greaterThan(2);
    expect(tookMs).to.be.within(1000, 2000);
  });

  it('is healed when Chaos Mesh says so, and gone at 404, not before', async () => {
    const { stages } = await heal((at) => (method) => {
      if (method === 'DELETE' || at() < 1000) return { metadata: {}, status: recorded['partition: injected'] };
      return at() < 2000 ? { metadata: {}, status: recorded['partition: recovered'] } : missing();
    });
    expect(stages).to.deep.equal(['healing', 'healed', 'gone']);
  });

  it('waits out an API that is away for minutes, and climbs no ladder for it', async () => {
    const { stages, calls, tookMs } = await heal((at) => (method) => {
      if (at() < 240_000) throw silence();
      return method === 'DELETE' ? {} : missing();
    });
    expect(stages.at(-1)).to.equal('gone');
    expect(tookMs).to.be.within(240_000, 243_000);
    expect(calls.some((call) => call.startsWith('PATCH'))).to.equal(false);
  });

  it('waits out an API that goes away after the deletion was accepted', async () => {
    const { calls, error } = await heal((at) => (method) => {
      if (method === 'DELETE') return {};
      if (at() < 120_000) throw silence();
      return missing();
    });
    expect(error).to.equal(undefined);
    expect(calls.some((call) => call.startsWith('PATCH'))).to.equal(false);
  });

  it('climbs the ladder when Chaos Mesh does not let go: force, helper objects, finalizers', async () => {
    const patches: unknown[] = [];
    let freed = false;
    const { stages, notes, calls, error, tookMs } = await heal(
      () => (method, path, body) => {
        if (path.includes('/events')) return { items: [{ message: 'cannot find daemonIP on node a' }] };
        if (path.includes('/pods/')) return missing();
        if (method === 'PATCH') {
          patches.push(body);
          freed = JSON.stringify(body).includes('"finalizers":null');
        }
        return freed ? missing() : stuck;
      },
      { action: cutAction() },
    );
    expect(error).to.equal(undefined);
    expect(tookMs).to.be.within(80_000, 85_000);
    expect(patches).to.deep.equal([
      { metadata: { annotations: { 'chaos-mesh.chaos-mesh.org/cleanFinalizer': 'forced' } } },
      { metadata: { finalizers: null } },
    ]);
    expect(calls.filter((call) => call.includes('/podnetworkchaos/') && call.startsWith('DELETE'))).to.have.length(2);
    expect(notes.filter((note) => note.includes('is still there'))).to.have.length(3);
    expect(notes[0]).to.include('cannot find daemonIP on node a');
    expect(stages).to.deep.equal(['healing', 'healed', 'gone']);
  });

  it('keeps the object when the rules in its pods could not be taken out', async () => {
    const pod = { metadata: {}, spec: { nodeName: 'a', containers: [] } };
    const { error, calls } = await heal(
      () => (_, path) => {
        if (path.includes('/events')) return { items: [] };
        if (path.includes('/pods/')) return pod;
        return stuck;
      },
      { action: cutAction(), abortAfterMs: 100_000, wipe: () => Promise.reject(new Error('the node is paused')) },
    );
    expect((error as HarnessError).code).to.equal('not-healed');
    expect(calls.filter((call) => call.startsWith('PATCH'))).to.have.length(1);
  });

  it('says what is left, and why, when its time is over', async () => {
    const { error } = await heal(
      () => (_, path) => (path.includes('/events') ? { items: [{ message: 'daemon is away' }] } : stuck),
      { abortAfterMs: 10_000 },
    );
    expect(error).to.be.instanceOf(HarnessError);
    expect((error as HarnessError).code).to.equal('not-healed');
    expect((error as HarnessError).message).to.equal('PodChaos run/as-1 is still there: daemon is away');
  });
});
