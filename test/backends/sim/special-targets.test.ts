import { expect } from 'chai';
import type { Clock } from '../../../src/base/clock.ts';
import { seededRandom } from '../../../src/base/random.ts';
import { simBackend } from '../../../src/backends/sim/sim-backend.ts';
import type { Action } from '../../../src/core/action.ts';
import type { Cluster, Injection, InjectionStage } from '../../../src/core/cluster.ts';
import { runLabels, runNamespace } from '../../../src/core/identity.ts';
import type { ProofRecord } from '../../../src/core/timeline.ts';
import { faults } from '../../../src/faults/index.ts';
import { sampleSettings } from '../kind/settings.ts';

const runId = '5bec';
const namespace = runNamespace(runId);
const settings = { ...sampleSettings, kind: { ...sampleSettings.kind, config: 'kind-config.yaml' } };
const never = new AbortController().signal;

/** One action of a fault, and what was noted of it. */
interface Held {
  readonly action: Action;
  readonly inject: (signal?: AbortSignal) => Promise<void>;
  readonly heal: (signal?: AbortSignal) => Promise<void>;
  readonly stages: readonly InjectionStage[];
  readonly proof: () => ProofRecord | undefined;
}

interface Ground {
  readonly cluster: Cluster;
  readonly clock: Clock;
  /** The only action of a fault, planned now. */
  readonly plan: (fault: string, given: object) => Promise<Held>;
}

function held(injection: Injection, action: Action): Held {
  const stages: InjectionStage[] = [];
  let seen: ProofRecord | undefined;
  const note = (stage: InjectionStage, proof?: ProofRecord): void => {
    stages.push(stage);
    seen = proof ?? seen;
  };
  return {
    action,
    inject: (signal = never) => injection.inject(signal, note),
    heal: (signal = never) => injection.heal(signal, note),
    stages,
    proof: () => seen,
  };
}

async function onCluster(body: (ground: Ground) => Promise<void>): Promise<void> {
  const request = {
    mode: 'run' as const,
    runId,
    seed: 1,
    namespace,
    workload: 'web',
    requires: { zones: 3, controlPlanes: 3, workers: 3 },
    cluster: {},
    faults: true,
    needs: [],
    note: () => {},
  };
  await simBackend(settings).run(request, never, async (cluster, clock) => {
    let count = 0;
    const plan = async (fault: string, given: object): Promise<Held> => {
      const planned = faults
        .get(fault)
        .bind(given)
        .plan({
          state: await cluster.state(never),
          random: seededRandom(1),
          namespace,
          labels: runLabels(runId),
          name: `as-${runId}-${(count += 1)}`,
          durationMs: 300_000,
        });
      const [action, ...more] = planned.steps.flat();
      if (action === undefined || more.length > 0) throw new Error('not one action');
      return held(cluster.prepare(action), action);
    };
    await body({ cluster, clock, plan });
  });
}

/** A signal that aborts after some time of the cluster's own. */
function limit(clock: Clock, ms: number): AbortSignal {
  const stop = new AbortController();
  void clock.sleep(ms).then(() => stop.abort(new Error('its time is over')));
  return stop.signal;
}

async function steady({ cluster, clock }: Ground): Promise<void> {
  for (let tries = 0; tries < 60; tries += 1) {
    const wrong = (await cluster.steadyState(never)).filter((what) => !what.includes('spread unevenly'));
    if (wrong.length === 0) return;
    await clock.sleep(5000);
  }
  expect(await cluster.steadyState(never)).to.deep.equal([]);
}

function podOf({ action }: Held): string {
  const [id = ''] = action.kind === 'chaos-mesh' ? (action.targets ?? []) : [];
  return id.split('/')[1] ?? '';
}

describe('targets that are not as others', function () {
  this.timeout(60_000);

  for (const [fault, given] of [
    ['http-abort', { path: '/*' }],
    ['pod-failure', {}],
    ['cpu-stress', {}],
    ['network-delay', { zone: 'az-a' }],
  ] as const) {
    it(`${fault} is healed when a pod that it holds has vanished meanwhile`, () =>
      onCluster(async (ground) => {
        const holding = await ground.plan(fault, fault === 'network-delay' ? given : { ...given, zone: 'az-a' });
        await holding.inject();
        expect(holding.proof()?.status).to.equal('proven');
        const state = await ground.cluster.state(never);
        const node = state.pods.find(({ name }) => name === podOf(holding))?.node;
        const killing = await ground.plan('pod-kill', { node, take: 'all' });
        await killing.inject();
        await killing.heal();
        await holding.heal();
        expect(holding.stages).to.include.members(['healed', 'gone']);
        await steady(ground);
      }));
  }

  it('a target whose daemon does not answer is not called injected, and is healed when the daemon does again', () =>
    onCluster(async (ground) => {
      const pausing = await ground.plan('node-pause', { node: 'sim-worker' });
      const aborting = await ground.plan('http-abort', { node: 'sim-worker' });
      await pausing.inject();
      await aborting.inject(limit(ground.clock, 20_000)).catch(() => undefined);
      expect(aborting.proof()?.status).to.not.equal('proven');
      await pausing.heal();
      await aborting.heal();
      expect(aborting.stages).to.include.members(['healed', 'gone']);
      await steady(ground);
    }));

  it('an object whose finalizer hangs because nobody is there to recover it is not called gone before it is', () =>
    onCluster(async (ground) => {
      const failing = await ground.plan('pod-failure', {});
      await failing.inject();
      const scaling = await ground.plan('scale-to-zero', {
        namespace: 'chaos-mesh',
        owner: 'chaos-controller-manager',
      });
      await scaling.inject();
      const healed = await failing.heal(limit(ground.clock, 30_000)).then(
        () => true,
        () => false,
      );
      expect(healed).to.equal(false);
      expect(failing.stages).to.not.include('gone');
      await scaling.heal();
      await failing.heal();
      expect(failing.stages).to.include.members(['healed', 'gone']);
      await steady(ground);
    }));
});
