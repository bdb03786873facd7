import { type Clock, sleepUntil } from '../base/clock.ts';
import { seededRandom } from '../base/random.ts';
import { type Action, actionTitle, type ApiAction, type NodeAction } from '../core/action.ts';
import type { Cluster } from '../core/cluster.ts';
import { HarnessError, messageOf } from '../core/errors.ts';
import type { FaultPlan } from '../core/fault.ts';
import { runLabels } from '../core/identity.ts';
import type { RunPlan } from '../core/run.ts';
import type { InjectionRecord } from '../core/timeline.ts';
import { newInjectionRecord, noteInto } from './injection.ts';
import type { Journal } from './journal.ts';
import type { Recorder } from './recorder.ts';
import type { Stop } from './stop.ts';
import type { Undo } from './undo.ts';
import { within } from './within.ts';

/** What faults are injected with. */
export interface FaultSetting {
  readonly cluster: Cluster;
  readonly clock: Clock;
  readonly seed: number;
  readonly runId: string;
  readonly namespace: string;
  readonly journal: Journal;
  readonly log: Recorder;
  readonly stop: Stop;
  readonly limits: Limits;
}

/** How long single steps may take. */
export interface Limits {
  readonly stateMs: number;
  readonly injectMs: number;
  /** How long an inject that is interrupted may take to come to its end before the heal begins. */
  readonly settleMs: number;
  readonly healMs: number;
}

/** A fault under way: its record in the making, and where its undoing is filed. */
export interface FaultAttempt {
  readonly fault: RunPlan['faults'][number];
  /** Its place in the scenario. */
  readonly index: number;
  plan?: FaultPlan;
  readonly injections: InjectionRecord[];
  error?: string;
  readonly file: (undo: Undo) => void;
  /** The objects and node actions of the run, in the order in which they were applied. */
  readonly applied: unknown[];
}

/** The name of a fault's objects: Chaos Mesh names its rules after it, and has room for no more. */
export function injectionName(runId: string, index: number): string {
  const tail = `-${index}`;
  return `as-${runId.slice(-(16 - 'as-'.length - tail.length))}${tail}`;
}

/**
 * Draws a fault's targets from the cluster as it is now, and injects its actions in order. Rejects at the first that
 * cannot be injected, and when the run is to stop; what was begun is filed for undoing in any case.
 */
export async function injectFault(attempt: FaultAttempt, setting: FaultSetting): Promise<void> {
  const { log, stop } = setting;
  const { name } = attempt.fault.entry;
  stop.signal.throwIfAborted();
  const plan = await planFault(attempt, setting);
  attempt.plan = plan;
  log.mark('fault', `${name}: ${plan.targets.join('; ')}`);
  await injectPlan(plan, attempt, setting);
}

/** Injects the actions of a plan, once more where it was healed in between. Rejects as `injectFault` does. */
export async function injectPlan(plan: FaultPlan, attempt: FaultAttempt, setting: FaultSetting): Promise<void> {
  const { clock, log, stop } = setting;
  const { name } = attempt.fault.entry;
  const startAt = clock.now();
  for (const [place, step] of plan.steps.entries()) {
    await sleepUntil(clock, startAt + place * (plan.everyMs ?? 0), stop.signal);
    stop.signal.throwIfAborted();
    const count = attempt.injections.length;
    const ids = step.map((_, place) => `${injectionName(setting.runId, attempt.index)}.${count + place}`);
    await atOnce(step, stop.signal, (action, place, signal) =>
      injectAction({ id: ids[place] ?? '', action, step }, attempt, { ...setting, signal }),
    );
  }
  stop.signal.throwIfAborted();
  log.mark('fault', `${name}: injected`);
}

async function planFault(attempt: FaultAttempt, setting: FaultSetting): Promise<FaultPlan> {
  const { cluster, clock, stop, limits } = setting;
  const { entry, fault } = attempt.fault;
  const limit = { clock, ms: limits.stateMs, what: 'reading the state of the cluster', signal: stop.signal };
  const plan = fault.plan({
    state: await within(limit, cluster.state),
    random: seededRandom(setting.seed).fork(entry.name),
    namespace: setting.namespace,
    labels: runLabels(setting.runId),
    name: injectionName(setting.runId, attempt.index),
    durationMs: entry.forMs,
  });
  const actions = plan.steps.flat();
  if (actions.length === 0) throw new HarnessError('unsatisfiable', 'there is nothing to break');
  const refusals = actions.flatMap((action) => {
    const why = cluster.unsupported(action);
    return why === undefined ? [] : [`${actionTitle(action)}: ${why}`];
  });
  if (refusals.length > 0) {
    throw new HarnessError('unavailable', `the cluster cannot do it: ${refusals.join('; ')}`, {
      hint: 'Run the scenario on a cluster that supports this.',
    });
  }
  return plan;
}

/** Works on all items together. The first failure calls the others off, and is thrown when they have come to their end. */
async function atOnce<T>(
  items: readonly T[],
  outer: AbortSignal,
  work: (item: T, place: number, signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const failed = new AbortController();
  const signal = AbortSignal.any([outer, failed.signal]);
  await Promise.allSettled(
    items.map((item, place) =>
      work(item, place, signal).catch((error: unknown) => {
        failed.abort(error);
      }),
    ),
  );
  failed.signal.throwIfAborted();
}

/** One action of a plan. */
interface Part {
  /** Names it in the journal. */
  readonly id: string;
  readonly action: Action;
  /** The actions that it is injected with, and healed with. */
  readonly step: readonly Action[];
}

async function injectAction(
  { id, action, step }: Part,
  attempt: FaultAttempt,
  setting: FaultSetting & { readonly signal: AbortSignal },
): Promise<void> {
  const { cluster, clock, journal, log, signal, limits } = setting;
  const injection = cluster.prepare(action);
  const record = newInjectionRecord(action);
  // Of hundreds that do the same together, the first speaks for all.
  const note = noteInto(record, clock, log, step.length <= mostTold || step[0] === action);
  // Before the inject, both of them: the journal for a killed process, the stack for a failing one.
  await journal.append({ event: 'inject', id, fault: attempt.fault.entry.name, action });
  attempt.injections.push(record);
  attempt.file({
    title: record.name,
    group: step,
    heal: async (limit) => {
      note('healing');
      await injection.heal(limit, note);
      note('gone');
      await noteGone(id, setting);
    },
  });
  try {
    const limit = { clock, ms: limits.injectMs, what: 'the injection', signal, graceMs: limits.settleMs };
    await within(limit, (own) => injection.inject(own, note));
  } catch (error) {
    record.error = messageOf(error);
    throw error;
  } finally {
    if (record.appliedAt !== undefined || record.error === undefined) {
      attempt.applied.push(action.kind === 'chaos-mesh' ? action.object : toldOnce(action, step));
    }
  }
}

/** More of the same than this nobody would read. */
const mostTold = 50;

/** What the same step does in another node as well, to as many peers, is told there. */
function toldOnce(action: NodeAction | ApiAction, step: readonly Action[]): unknown {
  if (action.kind === 'api') return action;
  const { node, verb } = action;
  const first = step.find((one) => one.kind === 'node' && one.verb === verb);
  if (first?.kind !== 'node' || first === action || !('peers' in verb) || verb.peers.length <= mostTold) return action;
  return { kind: 'node', node, verb: { name: verb.name, as: `on ${first.node}` } };
}

/** A journal that fails now costs `recover` a needless heal, not more. */
async function noteGone(id: string, { journal, log }: FaultSetting): Promise<void> {
  try {
    await journal.append({ event: 'gone', id });
  } catch (error) {
    log.mark('problem', `the journal could not be written: ${messageOf(error)}`);
  }
}
