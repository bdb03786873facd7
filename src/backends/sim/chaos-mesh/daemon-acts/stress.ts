import type { RunningContainer } from '../../kubelet/runtime.ts';
import type { ProgramContext } from '../../programs/program.ts';
import type { CallOf, DaemonDeed } from '../daemon-call.ts';
import { containerOf } from './find.ts';

/** How fast memStress writes to the pages that it takes (assumed: one core's memset). */
const growBytesPerMs = 2 ** 30 / 1000;
/** Process ids are told apart by when they began. */
const firstPidAt = 4000;
const pidRange = 20_000;
/** In how many pieces its growth is looked at. */
const steps = 8;

/** Starts stress-ng and memStress in a container's control groups: they burn and hold there until cancelled, or until the container ends. */
export function stress(context: ProgramContext, { containerId, cpu, memory }: CallOf<'stress'>): DaemonDeed {
  const container = containerOf(context, containerId);
  const { process, node } = context;
  const firstPid = firstPidAt + Math.floor(process.now() % pidRange);
  const startTime = Math.floor(process.unixMs() / 1000) * 1000;
  const answer: Record<string, unknown> = {};
  if (cpu !== undefined) {
    const own = String(firstPid);
    const threads = (Math.max(0, cpu.workers) * (cpu.load ?? 100)) / 100;
    container.stressors.set(own, 'stress-ng');
    container.process.cpu?.burn(own, threads, process.now());
    Object.assign(answer, { cpuPid: own, cpuStartTime: startTime });
  }
  if (memory !== undefined) {
    const own = String(firstPid + 1);
    const each = bytesOf(memory.size, node.machine.memory.totalBytes);
    grow(container, own, Math.max(0, memory.workers) * each);
    Object.assign(answer, { memoryPid: own, memoryStartTime: startTime });
  }
  return { answer };
}

/** It writes page after page, so that it holds as much as fits until the kernel stops it. */
function grow({ process, memory, stressors }: RunningContainer, who: string, bytes: number): void {
  stressors.set(who, 'memStress');
  for (let step = 1; step <= steps; step += 1) {
    const part = (bytes * step) / steps;
    process.after(part / growBytesPerMs, () => {
      if (stressors.has(who)) memory.hold(who, part);
    });
  }
}

/** Without a size, all that the machine has; a percentage is of that, too (pkg/util of chaos-mesh, memStress). */
function bytesOf(size: string | undefined, totalBytes: number): number {
  if (size === undefined || size === '') return totalBytes;
  const [, number = '0', unit = ''] = /^(\d+(?:\.\d+)?)\s*([A-Za-z%]*)$/.exec(size.trim()) ?? [];
  if (unit === '%') return (totalBytes * Number(number)) / 100;
  return Number(number) * (units[unit.toUpperCase()] ?? 1);
}

/** Both kinds of units count in 1024 (github.com/docker/go-units, RAMInBytes). */
const units: Readonly<Record<string, number>> = Object.fromEntries(
  ['K', 'M', 'G', 'T'].flatMap((letter, index) =>
    ['', 'B', 'IB', 'I'].map((end): [string, number] => [letter + end, 1024 ** (index + 1)]),
  ),
);

/** Ends stressors; those that are gone already are fine. */
export function cancelStress(context: ProgramContext, { containerId, pids }: CallOf<'cancel-stress'>): DaemonDeed {
  const container = containerOf(context, containerId);
  for (const pid of pids) {
    container.process.cpu?.burn(pid, 0, context.process.now());
    container.stressors.delete(pid);
    container.memory.hold(pid, 0);
  }
  return {};
}
