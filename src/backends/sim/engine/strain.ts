import type { Machine } from './machine.ts';

/** What strains a machine as a whole, and not one container: programs of an operator, by what they call themselves. */
export interface Strain {
  /** Threads that burn; 0 is over. */
  readonly cpu: (who: string, threads: number) => void;
  /** Bytes of memory; 0 lets them go. The kernel may end it when the machine is full. */
  readonly memory: (who: string, bytes: number) => void;
  /** Bytes of the disk; answers with how many there were left for it. */
  readonly disk: (who: string, bytes: number) => number;
  readonly pids: (who: string, count: number) => number;
  /** What of all that is there. */
  readonly of: (who: string) => {
    readonly threads: number;
    readonly memory: number;
    readonly disk: number;
    readonly pids: number;
  };
  readonly end: (who: string) => void;
}

/** Weighs as much as one core that is asked for, as the machine's own services do. */
const share = { weight: 1024, limitCores: undefined } as const;

/** Strains a machine at its clock `now`. */
export function strainOn({ processors, memory, disk, pids }: Machine, now: () => number): Strain {
  const cpu = processors.group(share);
  // Nothing protects it, and nothing prefers it.
  const held = memory.group({ limitBytes: undefined, adjustment: 0, kill: () => held.end() });
  const burning = new Map<string, number>();
  const strain: Strain = {
    cpu: (who, threads) => {
      burning.set(who, threads);
      cpu.burn(who, threads, now());
    },
    memory: (who, bytes) => held.hold(who, bytes),
    disk: (who, bytes) => disk.hold(who, bytes),
    pids: (who, count) => pids.hold(who, count),
    of: (who) => ({
      threads: burning.get(who) ?? 0,
      memory: held.heldBy(who),
      disk: disk.heldBy(who),
      pids: pids.heldBy(who),
    }),
    end: (who) => {
      strain.cpu(who, 0);
      strain.memory(who, 0);
      strain.disk(who, 0);
      strain.pids(who, 0);
    },
  };
  return strain;
}
