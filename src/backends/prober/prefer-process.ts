import { writeFileSync } from 'node:fs';
import { constants, setPriority } from 'node:os';

/** Linux groups the processes of a session, and weighs the groups against each other before the processes in them. */
const sessionsGroup = '/proc/self/autogroup';
const priority = constants.priority.PRIORITY_HIGH;

/**
 * Asks the system to run this process, and the session that it must lead, before others, so that a measurement does not
 * wait for what it measures: on a laptop, the cluster and its probes share the processors. Without the right to do so
 * (CAP_SYS_NICE on Linux) nothing changes, and lateness and the control stream tell how far that mattered.
 */
export function preferProcess(): void {
  attempt(() => setPriority(0, priority));
  if (process.platform === 'linux') attempt(() => writeFileSync(sessionsGroup, String(priority)));
}

function attempt(act: () => void): void {
  try {
    act();
  } catch {
    // Not allowed, as for most people, or not known to this kernel.
  }
}
