import { expect } from 'chai';
import type { Clock } from '../../src/base/clock.ts';
import { seededRandom } from '../../src/base/random.ts';
import type { Action } from '../../src/core/action.ts';
import { actionTitle } from '../../src/core/action.ts';
import type { Cluster, Injection, InjectionStage } from '../../src/core/cluster.ts';
import type { Fault, FaultPlan } from '../../src/core/fault.ts';
import { runLabels } from '../../src/core/identity.ts';
import type { ProofRecord } from '../../src/core/timeline.ts';

/** A cluster with a workload, on which a fault is tried. */
export interface FaultSubject {
  readonly cluster: Cluster;
  readonly clock: Clock;
  readonly runId: string;
  readonly namespace: string;
}

/** Thrown where the cluster, its kernel or its Chaos Mesh cannot do a fault. */
export class CannotBeDone extends Error {}

/** What was noted of one injection. */
interface Noted {
  readonly title: string;
  readonly stages: InjectionStage[];
  proof: ProofRecord | undefined;
}

interface Prepared {
  readonly action: Action;
  readonly injection: Injection;
  readonly noted: Noted;
}

/** Faults that need a workload of a certain kind; the others strike `web`. */
const workloads: Readonly<Record<string, string>> = {
  'ingress-loss': 'web-ingress',
  'io-latency': 'files',
  'io-error': 'files',
  'volume-full': 'files',
};

/** The workload that a fault's example fits. */
export function workloadFor({ name }: Fault): string {
  return workloads[name] ?? 'web';
}

const never = new AbortController().signal;
/** A zone that was lost has its apiserver in crash back-off for up to five minutes, and its nodes find back after that. */
const steadyWithinMs = 900_000;
const heldMs = 3000;

/**
 * What every fault has to do on every backend: be injected and proven, be healed and gone, be healed twice, be healed after an
 * inject that was broken off, survive the death of its process, and leave the cluster as it was.
 */
export function faultConformance(
  { fault, interruptAfterMs }: { readonly fault: Fault; readonly interruptAfterMs: readonly number[] },
  against: (body: (subject: FaultSubject) => Promise<void>) => Promise<void>,
): void {
  /** What cannot be done there at all is shown as pending, not as passed. */
  const fact = (title: string, body: (subject: FaultSubject) => Promise<void>): void => {
    it(title, async function () {
      await against(body).catch((error: unknown) => {
        if (error instanceof CannotBeDone) this.skip();
        throw error;
      });
    });
  };

  fact('is injected, proven, healed and gone, also when it is healed twice', async (subject) => {
    const prepared = prepareAll(subject, await planOf(fault, subject));
    await injectAll(prepared).catch(async (error: unknown) => {
      // Nothing of it may be in the way of the faults that come after it.
      await healAll(prepared, never).catch(() => undefined);
      throw error;
    });
    for (const { noted } of prepared.flat()) {
      expect(noted.stages, noted.title).to.include.members(['applied', 'injected', 'proved']);
      expect(noted.proof?.status, `${noted.title}: ${noted.proof?.detail ?? 'not looked'}`).to.equal('proven');
    }
    await subject.clock.sleep(heldMs);
    await healAll(prepared, never);
    for (const { noted } of prepared.flat()) {
      expect(noted.stages, noted.title).to.include.members(['healed', 'gone']);
    }
    await healAll(prepared, never);
    await expectSteady(subject);
  });

  for (const ms of interruptAfterMs) {
    fact(
      `is healed when its inject is broken off after ${ms} ms, and by a process that knows the journal alone`,
      async (subject) => {
        const plan = await planOf(fault, subject);
        const prepared = prepareAll(subject, plan);
        const stop = new AbortController();
        const injecting = injectAll(prepared, stop.signal);
        void subject.clock.sleep(ms).then(() => stop.abort(new Error('broken off')));
        await injecting.catch(() => undefined);
        // An aborted signal may keep a heal from its end, never from the one after it.
        await healAll(prepared, AbortSignal.abort(new Error('in a hurry'))).catch(() => undefined);
        const journal = JSON.parse(JSON.stringify(plan.steps)) as FaultPlan['steps'];
        const later = prepareAll(subject, { ...plan, steps: journal });
        await healAll(later, never);
        for (const { noted } of later.flat()) expect(noted.stages, noted.title).to.include('gone');
        await expectSteady(subject);
      },
    );
  }
}

async function planOf(fault: Fault, { cluster, runId, namespace }: FaultSubject): Promise<FaultPlan> {
  const plan = fault.bind(fault.example).plan({
    state: await cluster.state(never),
    random: seededRandom(1),
    namespace,
    labels: runLabels(runId),
    name: `as-${runId}-0`,
    durationMs: 30_000,
  });
  expect(plan.steps.flat(), 'there is something to break').to.not.deep.equal([]);
  expect(plan.steps.flat().flatMap((action) => cluster.unsupported(action) ?? [])).to.deep.equal([]);
  return plan;
}

function prepareAll({ cluster }: FaultSubject, plan: FaultPlan): readonly (readonly Prepared[])[] {
  return plan.steps.map((step) =>
    step.map((action) => ({
      action,
      injection: cluster.prepare(action),
      noted: { title: actionTitle(action), stages: [], proof: undefined },
    })),
  );
}

/** As the runner does it: the actions of a step together, the next step when all of them are. */
async function injectAll(prepared: readonly (readonly Prepared[])[], signal = never): Promise<void> {
  for (const step of prepared) {
    signal.throwIfAborted();
    await settled(step.map(({ injection, noted }) => injection.inject(signal, noteInto(noted))));
  }
}

async function healAll(prepared: readonly (readonly Prepared[])[], signal: AbortSignal): Promise<void> {
  for (const step of prepared.toReversed()) {
    await settled(step.map(({ injection, noted }) => injection.heal(signal, noteInto(noted))));
  }
}

/** Waits for all, then throws the first failure. */
async function settled(work: readonly Promise<void>[]): Promise<void> {
  for (const result of await Promise.allSettled(work)) if (result.status === 'rejected') throw result.reason;
}

function noteInto(noted: Noted): (stage: InjectionStage, proof?: ProofRecord) => void {
  return (stage, proof) => {
    noted.stages.push(stage);
    if (proof !== undefined) noted.proof = proof;
  };
}

async function expectSteady({ cluster, clock }: FaultSubject): Promise<void> {
  const until = clock.now() + steadyWithinMs;
  for (;;) {
    const seen = await cluster.steadyState(never).catch((error: unknown) => [String(error)]);
    // Nothing moves pods back that run elsewhere by now; the next run's set-up does.
    const wrong = seen.filter((text) => !text.includes('is spread unevenly'));
    if (wrong.length === 0) return;
    if (clock.now() > until) expect(wrong).to.deep.equal([]);
    await clock.sleep(5000);
  }
}
