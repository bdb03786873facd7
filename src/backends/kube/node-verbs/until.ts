import type { Clock } from '../../../base/clock.ts';
import { HarnessError } from '../../../core/errors.ts';

const lookEveryMs = 1000;

/** By which clock, and for how long, something is waited for. */
interface Bound {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly withinMs: number;
}

/** Looks every second until it holds. Throws HarnessError('unavailable') where it does not in time: `<otherwise> within 90 s`. */
export async function until(
  { clock, signal, withinMs }: Bound,
  holds: () => Promise<boolean>,
  otherwise: () => string,
): Promise<void> {
  const giveUpAt = clock.now() + withinMs;
  while (!(await holds())) {
    signal.throwIfAborted();
    if (clock.now() > giveUpAt) {
      throw new HarnessError('unavailable', `${otherwise()} within ${withinMs / 1000} s`, {
        hint: 'Look at the containers of the control plane.',
      });
    }
    await clock.sleep(lookEveryMs, signal);
  }
}
