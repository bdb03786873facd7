import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';

/** What the processors of this machine have done since it started, all of them together, in a unit of the system’s own. */
export interface ProcessorTimes {
  readonly total: number;
  readonly idle: number;
  /** What a host took for its other machines (steal); undefined where the system does not tell. */
  readonly stolen: number | undefined;
}

/** Reads them now: on Linux from `/proc/stat`, which alone tells what was stolen. */
export function processorTimes(): ProcessorTimes {
  const times = ofProcStat(procStatLine());
  if (times !== undefined) return times;
  const all = cpus().map((cpu) => cpu.times);
  const total = all.reduce((sum, { user, nice, sys, idle, irq }) => sum + user + nice + sys + idle + irq, 0);
  return { total, idle: all.reduce((sum, { idle }) => sum + idle, 0), stolen: undefined };
}

/**
 * The first line of `/proc/stat` (proc_stat(5)): user, nice, system, idle, iowait, irq, softirq, steal, and two that are counted in
 * user and nice already. Undefined where it is another line.
 */
export function ofProcStat(line: string): ProcessorTimes | undefined {
  const [name, ...fields] = line.trim().split(/\s+/);
  const counts = fields.slice(0, 8).map(Number);
  if (name !== 'cpu' || counts.length < 8 || !counts.every(Number.isFinite)) return undefined;
  const [, , , idle = 0, iowait = 0, , , stolen = 0] = counts;
  return { total: counts.reduce((sum, count) => sum + count, 0), idle: idle + iowait, stolen };
}

function procStatLine(): string {
  try {
    return readFileSync('/proc/stat', 'utf8').split('\n', 1)[0] ?? '';
  } catch {
    // No other system has it.
    return '';
  }
}
