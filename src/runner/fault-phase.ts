import { sleepUntil } from '../base/clock.ts';
import { HarnessError, messageOf } from '../core/errors.ts';
import type { RunPlan } from '../core/run.ts';
import type { FaultRecord } from '../core/timeline.ts';
import { type FaultAttempt, type FaultSetting, injectFault, injectPlan } from './inject-fault.ts';
import { type Undo, undoStack } from './undo.ts';

/** What came of the faults. */
export interface FaultOutcome {
  readonly faults: readonly FaultRecord[];
  /** The objects and node actions that were applied, in order. */
  readonly applied: readonly unknown[];
  readonly leftovers: readonly string[];
}

/**
 * Injects each fault at its offset from now, holds it for its time, heals it; faults may overlap. When the run is to
 * stop, or a fault cannot be injected, all that was injected is healed at once, newest first. Never rejects; resolves
 * when every heal has come to its end. `onHeld` is called when the last fault is over, or the run is to stop.
 */
export async function runFaults(
  planned: RunPlan['faults'],
  setting: FaultSetting,
  onHeld: () => void,
): Promise<FaultOutcome> {
  const { clock, log, stop } = setting;
  const startAt = clock.now();
  const undo = undoStack({
    clock,
    deadlineMs: setting.limits.healMs,
    onFailure: (text) => log.mark('problem', text),
  });
  const applied: unknown[] = [];
  const healings: Promise<void>[] = [];

  const attempts = planned.map((fault, index) => {
    const mine = new Set<Undo>();
    const file = (entry: Undo): void => {
      mine.add(entry);
      undo.file(entry);
    };
    const attempt: FaultAttempt = { fault, index, injections: [], file, applied };
    return { attempt, heal: () => undo.unwind((entry) => mine.has(entry)) };
  });
  await Promise.all(
    attempts.map(async ({ attempt, heal }) => {
      const { entry } = attempt.fault;
      await sleepUntil(clock, startAt + entry.atMs, stop.signal);
      const outcome = await tryInject(attempt, setting, () => injectFault(attempt, setting));
      const held = outcome === 'injected' ? await hold(attempt, setting, heal) : outcome;
      // A stopped run is unwound as a whole, below. Not awaited: a heal that hangs must not keep it from that.
      if (held === 'failed' || !stop.requested()) healings.push(heal());
    }),
  );
  onHeld();
  await Promise.all([...healings, stop.requested() ? undo.unwindAll() : undefined]);
  const leftovers = await undo.unwindAll();
  return { faults: attempts.map(({ attempt }) => faultRecord(attempt)), applied, leftovers };
}

type Outcome = 'injected' | 'failed' | 'stopped';

/** Waits until a fault's time is over; one that comes and goes is healed and injected again meanwhile. */
async function hold(attempt: FaultAttempt, setting: FaultSetting, heal: () => Promise<void>): Promise<Outcome> {
  const { clock, stop } = setting;
  const { plan } = attempt;
  const endAt = clock.now() + attempt.fault.entry.forMs;
  const wait = async (ms: number): Promise<boolean> => {
    await sleepUntil(clock, Math.min(endAt, clock.now() + ms), stop.signal);
    return clock.now() < endAt && !stop.requested();
  };
  if (plan?.cycle === undefined) {
    await wait(Infinity);
    return 'injected';
  }
  const { onMs, offMs } = plan.cycle;
  while (await wait(onMs)) {
    await heal();
    // What cannot be healed is not broken again on top of it.
    if (!(await wait(offMs)) || attempt.injections.some(({ goneAt }) => goneAt === undefined)) break;
    const outcome = await tryInject(attempt, setting, () => injectPlan(plan, attempt, setting));
    if (outcome !== 'injected') return outcome;
  }
  return 'injected';
}

/** When a fault cannot be injected the run stops; `stopped` when it was stopping already. */
async function tryInject(attempt: FaultAttempt, setting: FaultSetting, inject: () => Promise<void>): Promise<Outcome> {
  const { stop } = setting;
  const { name } = attempt.fault.entry;
  try {
    await inject();
    return 'injected';
  } catch (error) {
    const stopped = stop.requested();
    if (attempt.injections.length === 0) {
      attempt.error = stopped ? 'not injected: the run was stopped before' : messageOf(error);
    }
    if (stopped) return 'stopped';
    stop.request(named(name, error));
    return 'failed';
  }
}

/** Which fault it was that failed. A bug keeps its own stack. */
function named(name: string, error: unknown): unknown {
  if (!(error instanceof HarnessError)) return error;
  const hint = error.hint === undefined ? {} : { hint: error.hint };
  return new HarnessError(error.code, `fault "${name}" could not be injected: ${error.message}`, {
    cause: error.cause,
    ...hint,
  });
}

function faultRecord({ fault, plan, injections, error }: FaultAttempt): FaultRecord {
  return {
    name: fault.entry.name,
    type: fault.entry.type,
    targets: plan?.targets ?? [],
    disabledNodes: plan?.disabledNodes ?? [],
    injections: injections.map((record) => ({ ...record })),
    ...(error === undefined ? {} : { error }),
  };
}
