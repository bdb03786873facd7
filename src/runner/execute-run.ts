import type { Clock } from '../base/clock.ts';
import { formatDuration } from '../base/quantity.ts';
import type { Cluster, SentCount } from '../core/cluster.ts';
import { errorRecord, HarnessError, messageOf } from '../core/errors.ts';
import type { Observation } from '../core/observation.ts';
import type { Observations } from '../core/observation-log.ts';
import type { HarnessRecord, RunListener, RunPlan, RunRecord } from '../core/run.ts';
import type { State } from '../core/states.ts';
import type { Mark } from '../core/timeline.ts';
import { type Archive, memoryArchive } from './archive.ts';
import { baselineFailures } from './baseline.ts';
import { type FaultOutcome, runFaults } from './fault-phase.ts';
import { statesOf, watchGuards } from './guards.ts';
import type { Limits } from './inject-fault.ts';
import type { Journal, JournalEntry } from './journal.ts';
import { prepareProbes, type Probing, startProbes } from './probing.ts';
import { type Recorder, recorder } from './recorder.ts';
import { type Stop, stopSwitch } from './stop.ts';
import { lastingFailures } from './steady-state.ts';
import { within } from './within.ts';

/** All that a run needs. Time is the clock's alone. */
export interface RunInput {
  readonly plan: RunPlan;
  /** The backend's name. */
  readonly backend: string;
  readonly cluster: Cluster;
  readonly clock: Clock;
  readonly seed: number;
  readonly runId: string;
  /** The run's own namespace. */
  readonly namespace: string;
  /** Gets `run`, then `inject` and `gone` of each action, and `end` when nothing is left. */
  readonly journal: Journal;
  readonly listener: RunListener;
  /** Ctrl-c; its reason is a HarnessError('interrupted'). */
  readonly signal: AbortSignal;
  /** What the process has used of the machine so far. */
  readonly usage: () => Pick<HarnessRecord, 'cpuMs' | 'rssMb' | 'clockStepMs'>;
  /** Where observations are put away; in memory when left out. */
  readonly archive?: Archive;
  /** How long probes run before the first phase that is judged. Default 0. */
  readonly warmUpMs?: number;
  /** How long each heal, and the clean-up, may take. Default 3 minutes. */
  readonly healDeadlineMs?: number;
}

const defaultHealDeadlineMs = 180_000;
/** How long a run that was stopped, but not by a person, is still watched after its heal. */
const shortRecoveryMs = 30_000;

/** A run under way. */
interface Run {
  readonly input: RunInput;
  readonly log: Recorder;
  readonly stop: Stop;
  readonly limits: Limits;
  /** What was seen of the cluster's state so far, for guards: without any it is not kept, as it is as long as the run. */
  readonly states: readonly State[];
}
interface Findings {
  readonly steadyState: readonly string[];
  readonly outcome: FaultOutcome;
  readonly probing: Probing | undefined;
  readonly sent: SentCount;
  readonly observedUntil: number;
}
const noFaults: FaultOutcome = { faults: [], applied: [], leftovers: [] };

/**
 * Carries out a plan: steady state, baseline, faults, heal, recovery, clean-up. Answers with its record however it
 * ended, also when it was interrupted, a guard fired or a step failed: what was begun is healed and cleaned up first.
 */
export async function executeRun(input: RunInput): Promise<RunRecord> {
  const { clock, cluster, usage } = input;
  const usedBefore = usage();
  const archive = input.archive ?? memoryArchive();
  const log = recorder(clock, input.listener, archive);
  const run: Run = {
    input,
    log,
    states: input.plan.guards.length === 0 ? [] : statesOf(log),
    stop: stopSwitch(input.signal),
    limits: {
      stateMs: 30_000,
      injectMs: 300_000,
      settleMs: 10_000,
      healMs: input.healDeadlineMs ?? defaultHealDeadlineMs,
    },
  };
  const { stop } = run;
  stop.onStop((reason) => log.mark(kindOfStop(reason), `stopping: ${messageOf(reason)}`));
  const found = await observe(run);
  const leftovers = [...found.outcome.leftovers, ...(await tearDown(run))];
  await endJournal(run, leftovers);
  stop.dispose();
  const observations = await allOf(archive, log);
  const used = usage();
  return {
    runId: input.runId,
    seed: input.seed,
    facts: cluster.facts,
    timeline: {
      phases: [...log.phases],
      marks: [...log.marks],
      faults: found.outcome.faults,
      streams: found.probing?.streams ?? [],
      observations,
      startedAtUnixMs: clock.startedAtUnixMs,
      endedAt: found.observedUntil,
    },
    steadyState: found.steadyState,
    stoppedBy: stop.reason() === undefined ? undefined : errorRecord(stop.reason()),
    leftovers,
    applied: found.outcome.applied,
    harness: {
      probesPlanned: found.sent.planned,
      probesSent: found.sent.sent,
      cpuMs: used.cpuMs - usedBefore.cpuMs + found.sent.cpuMs,
      rssMb: used.rssMb + found.sent.rssMb,
      ...(used.clockStepMs === undefined ? {} : { clockStepMs: used.clockStepMs }),
    },
  };
}

/** What can be read back of what was seen. */
async function allOf(archive: Archive, log: Recorder): Promise<Observations> {
  try {
    return await archive.all();
  } catch (error) {
    log.mark('problem', `what was observed could not be read back: ${messageOf(error)}`);
    return [];
  }
}

function kindOfStop(reason: unknown): Mark['kind'] {
  const code = reason instanceof HarnessError ? reason.code : undefined;
  if (code === 'aborted') return 'guard';
  return code === 'interrupted' ? 'note' : 'problem';
}

/** From the steady state to the end of the recovery. Never rejects: what goes wrong stops the run. */
async function observe(run: Run): Promise<Findings> {
  const { clock, plan } = run.input;
  let steadyState: readonly string[] = [];
  let outcome = noFaults;
  let probing: Probing | undefined;
  try {
    const isBreaking = plan.faults.length > 0;
    ({ steadyState, probing } = await setUp(run, isBreaking));
    if (probing !== undefined) {
      if (isBreaking) {
        steadyState = await baseline(run, probing);
        if (!run.stop.requested()) outcome = await faultPhase(run, probing);
        await recovery(run, outcome);
      } else {
        await observation(run);
      }
    }
  } catch (error) {
    run.stop.request(error);
  }
  const observedUntil = clock.now();
  const sent = (await probing?.stop()) ?? { planned: 0, sent: 0, cpuMs: 0, rssMb: 0 };
  return { steadyState, outcome, probing, sent, observedUntil };
}

/** Probes at work in a cluster that is fit for them; without probing, why it is not. */
async function setUp(run: Run, isBreaking: boolean): Promise<Pick<Findings, 'steadyState' | 'probing'>> {
  const { clock, cluster, plan } = run.input;
  const { signal } = run.stop;
  // The backend has set everything up before it handed the cluster over: that is in this phase as well.
  const end = run.log.phase('setup', undefined, 0);
  try {
    await run.input.journal.append(runEntry(run.input));
    signal.throwIfAborted();
    await prepareProbes(plan.probes, { cluster, clock, log: run.log, signal });
    // Whoever only observes may be there because of what is wrong: nothing of a steady state is asked for.
    const steadyState = isBreaking ? await unsteadiness(run) : [];
    if (steadyState.length > 0) return { steadyState, probing: undefined };
    const probing = startProbes(plan.probes, { cluster, clock, log: run.log });
    await warmUp(run);
    return { steadyState, probing };
  } finally {
    end();
  }
}

async function unsteadiness(run: Run): Promise<readonly string[]> {
  const { clock, cluster } = run.input;
  const { signal } = run.stop;
  const limit = { clock, ms: run.limits.healMs, what: 'the check of the steady state', signal };
  const failures = await within(limit, (own) => lastingFailures(cluster, clock, { signal: own, log: run.log }));
  if (failures.length > 0) run.stop.request(noSteadyState(failures));
  return failures;
}

/** The first seconds of probing make the cluster slow themselves: they are seen, and not judged (decision 14). */
async function warmUp({ input: { clock, warmUpMs = 0 }, log, stop }: Run): Promise<void> {
  if (warmUpMs === 0) return;
  log.mark('note', `the probes warm up for ${formatDuration(warmUpMs)}`);
  await clock.sleep(warmUpMs, stop.signal);
}

async function baseline(run: Run, probing: Probing): Promise<readonly string[]> {
  const { clock, plan } = run.input;
  const { baselineMs } = plan.scenario.timeline;
  const end = run.log.phase('baseline', baselineMs);
  const seen: Observation[] = [];
  const unfollow = run.log.follow((observation) => void seen.push(observation));
  await clock.sleep(baselineMs, run.stop.signal);
  unfollow();
  const phase = end();
  if (run.stop.requested()) return [];
  const failures = baselineFailures(probing.streams, seen, phase);
  if (failures.length > 0) run.stop.request(noSteadyState(failures));
  return failures;
}

function noSteadyState(failures: readonly string[]): HarnessError {
  return new HarnessError('steady-state', `nothing was injected: ${failures.join('; ')}`, {
    hint: 'Bring the cluster into its steady state first.',
  });
}

async function faultPhase(run: Run, probing: Probing): Promise<FaultOutcome> {
  const { input, log, stop, limits, states } = run;
  const { plan, clock } = input;
  const end = log.phase('fault', Math.max(...plan.faults.map(({ entry }) => entry.atMs + entry.forMs)));
  const over = new AbortController();
  const watched = { clock, log, states, streams: probing.streams };
  const guarding = watchGuards(plan.guards, watched, over.signal).then(
    (reason) => {
      if (reason !== undefined) stop.request(reason);
    },
    // A guard that cannot look protects nobody.
    (error: unknown) => run.stop.request(error),
  );
  const outcome = await runFaults(plan.faults, { ...input, log, stop, limits }, () => over.abort());
  await guarding;
  end();
  return outcome;
}

/** Where nothing is broken, one phase is as long as baseline and recovery together. */
async function observation(run: Run): Promise<void> {
  const { clock, plan } = run.input;
  const { baselineMs, recoveryMs } = plan.scenario.timeline;
  const end = run.log.phase('observation', baselineMs + recoveryMs);
  await clock.sleep(baselineMs + recoveryMs, run.stop.signal);
  end();
}

/** Watches the cluster come back: not at all for a person who wants to go, and shortly after any other stop. */
async function recovery(run: Run, outcome: FaultOutcome): Promise<void> {
  const { clock, plan, signal } = run.input;
  const { recoveryMs } = plan.scenario.timeline;
  const injected = outcome.faults.some(({ injections }) => injections.length > 0);
  if (run.stop.interrupted() || (run.stop.requested() && !injected)) return;
  const plannedMs = run.stop.requested() ? Math.min(shortRecoveryMs, recoveryMs) : recoveryMs;
  const end = run.log.phase('recovery', plannedMs);
  await clock.sleep(plannedMs, signal);
  end();
}

/** Takes the run's own things out of the cluster, whoever wants to stop; answers with what is left. */
async function tearDown(run: Run): Promise<readonly string[]> {
  const { clock, cluster, namespace } = run.input;
  const end = run.log.phase('teardown');
  try {
    return await within({ clock, ms: run.limits.healMs, what: 'it' }, cluster.cleanUp);
  } catch (error) {
    run.log.mark('problem', `could not clean up: ${messageOf(error)}`);
    return [`namespace ${namespace}: ${messageOf(error)}`];
  } finally {
    end();
  }
}

function runEntry({ runId, backend, namespace, plan, clock }: RunInput): JournalEntry {
  const { startedAtUnixMs } = clock;
  return { event: 'run', runId, backend, namespace, scenario: plan.scenario.name, startedAtUnixMs };
}

async function endJournal(run: Run, leftovers: readonly string[]): Promise<void> {
  const { journal } = run.input;
  if (leftovers.length > 0) return;
  try {
    await journal.append({ event: 'end' });
  } catch (error) {
    run.log.mark('problem', `the journal could not be written: ${messageOf(error)}`);
  }
}
