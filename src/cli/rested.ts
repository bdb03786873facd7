import type { Clock } from '../base/clock.ts';
import { formatDuration } from '../base/quantity.ts';
import { systemClock } from '../base/system-clock.ts';
import type { RunOrder } from './run-once.ts';

type Resting = Pick<RunOrder, 'output' | 'signal'> & {
  readonly backend: Pick<RunOrder['backend'], 'name' | 'simulated'>;
};

/**
 * Carries runs out when their cluster has been left alone for `pauseMs` since its last one ended: what that broke is still being made
 * good for a while, and a kubelet holds back what ends again within ten minutes. A simulated cluster is new each time, and does not
 * rest. An interruption ends the rest; to say so is up to `carryOut`.
 */
export function rested<Order extends Resting, T>(
  carryOut: (order: Order) => Promise<T>,
  pauseMs: number,
  clock: Pick<Clock, 'now' | 'sleep'> = systemClock(),
): (order: Order) => Promise<T> {
  const endedAt = new Map<string, number>();
  return async (order) => {
    const { backend, output, signal } = order;
    const leftMs = backend.simulated ? 0 : (endedAt.get(backend.name) ?? -Infinity) + pauseMs - clock.now();
    if (leftMs > 0) {
      output.event({ event: 'pause', cluster: backend.name, forMs: Math.round(leftMs) });
      output.say(
        output.style('dim', `${backend.name} is left alone for ${formatDuration(leftMs)} before the next run`),
      );
      await clock.sleep(leftMs, signal);
    }
    try {
      return await carryOut(order);
    } finally {
      endedAt.set(backend.name, clock.now());
    }
  };
}
