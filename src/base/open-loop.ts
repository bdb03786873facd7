import type { Clock } from './clock.ts';

/** When to act: at `startAt + phaseMs + i · periodMs`, whatever became of the one before. */
export interface Schedule {
  readonly startAt: number;
  readonly periodMs: number;
  readonly phaseMs: number;
}

/**
 * Calls `send(scheduledAt)` for every due instant until the signal aborts; returns how many were due.
 * Late wake-ups send all that is due at once; nothing is skipped or re-based, so that a stall of the sender shows
 * up as lateness and never hides an outage (coordinated omission). What fell due during a stall is sent even when
 * the abort came in it. Throws RangeError when the period is not above 0.
 */
export async function openLoop(
  clock: Clock,
  schedule: Schedule,
  send: (scheduledAt: number) => void,
  signal: AbortSignal,
): Promise<number> {
  if (!(schedule.periodMs > 0)) throw new RangeError(`a period must be above 0 ms, not ${schedule.periodMs}`);
  const firstAt = schedule.startAt + schedule.phaseMs;
  let count = 0;
  let dueAt = firstAt;
  while (!signal.aborted) {
    // Also when already due: a sender that cannot keep up must let answers and aborts through.
    await clock.sleep(Math.max(0, dueAt - clock.now()), signal);
    for (const now = clock.now(); dueAt <= now; dueAt = firstAt + count * schedule.periodMs) {
      count += 1;
      send(dueAt);
    }
  }
  return count;
}
