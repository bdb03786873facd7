import type { Clock } from '../../src/base/clock.ts';

const everyMs = 10;

/** How late this process was woken. */
export interface Pulse {
  /** The most since then, in ms. */
  readonly latest: (sinceAt: number) => number;
  readonly stop: () => void;
}

/** Feels the machine's load every 10 ms. */
export function startPulse(clock: Clock): Pulse {
  const beats: { readonly at: number; readonly lateMs: number }[] = [];
  let going = true;
  const beat = async (): Promise<void> => {
    while (going) {
      const at = clock.now();
      await clock.sleep(everyMs);
      beats.push({ at, lateMs: clock.now() - at - everyMs });
    }
  };
  void beat();
  return {
    latest: (sinceAt) => Math.max(0, ...beats.filter(({ at }) => at >= sinceAt).map(({ lateMs }) => lateMs)),
    stop: () => void (going = false),
  };
}
