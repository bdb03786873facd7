import { virtualClock, type VirtualClock } from '../../src/base/virtual-clock.ts';
import type { NodeAction } from '../../src/core/action.ts';
import type { BoundFault, FaultPlan, PlanContext } from '../../src/core/fault.ts';
import type { BoundProbe } from '../../src/core/probe.ts';
import type { RunPlan, RunRecord } from '../../src/core/run.ts';
import type { ProbeTarget, StreamSpec } from '../../src/core/stream.ts';
import { executeRun, type RunInput } from '../../src/runner/execute-run.ts';
import type { JournalEntry } from '../../src/runner/journal.ts';
import { type FakeCluster, fakeCluster, type FakeOptions } from '../support/fake-cluster.ts';

/** Cuts a node off. */
export function cut(node: string): NodeAction {
  return { kind: 'node', node, verb: { name: 'drop-traffic', peers: [] } };
}

/** One entry of a plan: a fault that cuts `nodes` off, one after the other, or at once those that stand together. */
export function fault(
  name: string,
  nodes: readonly (string | readonly string[])[] | ((context: PlanContext) => readonly string[]),
  { atMs = 0, forMs = 10_000, cycle }: { atMs?: number; forMs?: number; cycle?: FaultPlan['cycle'] } = {},
): RunPlan['faults'][number] {
  const bound: BoundFault = {
    plan: (context) => {
      const chosen = typeof nodes === 'function' ? nodes(context) : nodes;
      const steps = chosen.map((each) => (typeof each === 'string' ? [each] : each));
      const whole = { steps: steps.map((step) => step.map(cut)), targets: steps.flat(), disabledNodes: steps.flat() };
      return cycle === undefined ? whole : { ...whole, cycle };
    },
  };
  return { entry: { name, type: 'cut', atMs, forMs, with: {} }, fault: bound };
}

/** A stream of readiness requests, ten a second. */
export function stream(target: ProbeTarget): StreamSpec {
  return {
    id: `${target.name} readyz new`,
    target,
    operation: 'readyz',
    connection: 'new',
    periodMs: 100,
    phaseMs: 0,
    timeoutMs: 5000,
    goodWithinMs: 1000,
  };
}

export const readyz: BoundProbe = { streams: (targets) => targets.map(stream), observe: async () => undefined };

/** A plan of 30 s baseline and 60 s recovery. */
export function plan(faults: RunPlan['faults'], rest: Partial<RunPlan> = {}): RunPlan {
  return {
    scenario: {
      name: 's',
      title: 'S',
      labels: {},
      hypothesis: 'h',
      requires: { zones: 0, controlPlanes: 0, workers: 0 },
      workload: undefined,
      cluster: {},
      timeline: { baselineMs: 30_000, recoveryMs: 60_000 },
      faults: faults.map(({ entry }) => entry),
      probes: [],
      abort: [],
      slos: [],
      source: { file: 's.yaml', text: '', overrides: [] },
    },
    faults,
    probes: [readyz],
    guards: [],
    ...rest,
  };
}

export interface Ran {
  readonly record: RunRecord;
  readonly cluster: FakeCluster;
  readonly journal: readonly JournalEntry[];
}

export interface RunOptions {
  readonly plan: RunPlan;
  readonly cluster?: FakeOptions | ((clock: VirtualClock) => FakeOptions);
  readonly input?: Partial<RunInput>;
  /** Aborts the run's signal at this instant. */
  readonly interruptAt?: number;
  readonly reason?: unknown;
}

/** Carries a plan out on a fake cluster, on virtual time. */
export async function run(options: RunOptions): Promise<Ran> {
  const clock = virtualClock(1_700_000_000_000);
  const journal: JournalEntry[] = [];
  const fake = typeof options.cluster === 'function' ? options.cluster(clock) : options.cluster;
  const cluster = fakeCluster(clock, fake);
  const ctrlC = new AbortController();
  if (options.interruptAt !== undefined) clock.at(options.interruptAt, () => ctrlC.abort(options.reason));
  const record = await clock.run(() =>
    executeRun({
      plan: options.plan,
      backend: 'fake',
      cluster,
      clock,
      seed: 1,
      runId: 'r1',
      namespace: 'aftershock-run-r1',
      journal: { append: async (entry) => void journal.push(entry) },
      listener: {},
      signal: ctrlC.signal,
      usage: () => ({ cpuMs: 0, rssMb: 0 }),
      ...options.input,
    }),
  );
  return { record, cluster, journal };
}

/** What was asked of the cluster, without the instants. */
export function acts({ cluster }: Ran): readonly string[] {
  return cluster.calls.map((call) => call.replace(/^\S+ /, ''));
}
