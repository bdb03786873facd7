import type { ProgramContext } from '../../programs/program.ts';
import type { CallOf, DaemonDeed } from '../daemon-call.ts';
import { containerOf } from './find.ts';

/** Clocks that a TimeChaos can name (pkg/time/utils of chaos-mesh). */
const clocks: readonly string[] = [
  'CLOCK_REALTIME',
  'CLOCK_MONOTONIC',
  'CLOCK_PROCESS_CPUTIME_ID',
  'CLOCK_THREAD_CPUTIME_ID',
  'CLOCK_MONOTONIC_RAW',
  'CLOCK_REALTIME_COARSE',
  'CLOCK_MONOTONIC_COARSE',
  'CLOCK_BOOTTIME',
  'CLOCK_REALTIME_ALARM',
  'CLOCK_BOOTTIME_ALARM',
];

/** Throws when a clock is none. */
export function checkClocks(ids: readonly string[]): void {
  const strange = ids.find((id) => !clocks.includes(id));
  if (strange !== undefined) throw new Error(`unknown clock id ${strange}`);
}

/** Shifts what a container's program takes for the time of day. Other clocks count time that has passed, which a constant shift leaves alone. */
export function setTime(context: ProgramContext, { containerId, offsetMs, clockIds }: CallOf<'set-time'>): DaemonDeed {
  const { process } = containerOf(context, containerId);
  if (clockIds.includes('CLOCK_REALTIME')) process.clockOffsetMs = offsetMs;
  return {};
}

export function recoverTime(context: ProgramContext, { containerId }: CallOf<'recover-time'>): DaemonDeed {
  containerOf(context, containerId).process.clockOffsetMs = 0;
  return {};
}
