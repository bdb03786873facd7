import type { Machine } from '../engine/machine.ts';

const expired = new WeakSet<Machine>();

/** Whether the serving certificate on a machine's disk has expired; the apiserver reads it anew when it changes. */
export function hasExpired(machine: Machine): boolean {
  return expired.has(machine);
}

/** Puts one that has expired in its place, or the good one back. */
export function setExpired(machine: Machine, isExpired: boolean): void {
  if (isExpired) expired.add(machine);
  else expired.delete(machine);
}
