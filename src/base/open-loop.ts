import { type Clock, sleepUntil } from './clock.ts';

/** When to act: at `startAt + phaseMs + i · periodMs`, whatever became of the one before. */
export interface Schedule {
  readonly startAt: number;
  readonly periodMs: number;
  readonly phaseMs: number;
}

/**
 * Calls `send(scheduledAt)` for every due instant until the signal aborts; returns how many were due.
 * Late wake-ups send all that is due at once; nothing is skipped or re-based, so that a stall of the sender shows
 * up as lateness and never hides an outage (coordinated omission).
 */
export async function openLoop(
  clock: Clock,
  schedule: Schedule,
  send: (scheduledAt: number) => void,
  signal: AbortSignal,
): Promise<number> {
  const firstAt = schedule.startAt + schedule.phaseMs;
  let count = 0;
  while (!signal.aborted) {
    const dueAt = firstAt + count * schedule.periodMs;
    if (dueAt > clock.now()) {
      await sleepUntil(clock, dueAt, signal);
      continue;
    }
    count += 1;
    send(dueAt);
  }
  return count;
}
