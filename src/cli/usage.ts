import type { WallClockWatch } from '../base/system-clock.ts';
import type { HarnessRecord } from '../core/run.ts';

/** What the process has spent since the call: CPU in ms, its present memory in MB, and what became of the wall clock, where it counts. */
export function usageOfProcess(
  wallClock?: WallClockWatch,
): () => Pick<HarnessRecord, 'cpuMs' | 'rssMb' | 'clockStepMs'> {
  const before = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(before);
    return {
      cpuMs: Math.round((user + system) / 1000),
      rssMb: Math.round(process.memoryUsage.rss() / 1e6),
      ...(wallClock === undefined ? {} : { clockStepMs: wallClock.stepMs() }),
    };
  };
}
