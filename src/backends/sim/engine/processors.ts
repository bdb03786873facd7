/** Length of a quota's period (Linux, cpu.cfs_period_us; the kubelet's default). */
const periodMs = 100;
/** How long a thread runs before another gets its turn (Linux, base slice on eight or more processors). */
const sliceMs = 3;
/** The kernel takes no quota below this. */
const leastQuotaMs = 1;

/** What a control group is entitled to. */
export interface CpuShare {
  /** Against the other groups of the machine: as cpu.shares, 1024 for a core that is asked for. */
  readonly weight: number;
  /** Undefined: as much as there is. */
  readonly limitCores: number | undefined;
}

/** Processes that share a machine's processors with others as one party. */
export interface CpuGroup {
  /** Wall time that a piece of work of one thread takes which begins now; counted as used. */
  readonly takes: (now: number, workMs: number) => number;
  /** Threads that burn beside the group's own work, by who started them: 0.5 burns half of the time, 0 is over. */
  readonly burn: (who: string, threads: number, now: number) => void;
  /** How many burn now. */
  readonly burners: () => number;
  /** Processor time used until now, in ms. */
  readonly usedMs: (now: number) => number;
  /** Its processes are gone: nothing of it burns any more. */
  readonly end: (now: number) => void;
}

/** The processors of a machine, shared as Linux's fair scheduler shares them. */
export interface Processors {
  readonly cores: number;
  readonly group: (share: CpuShare) => CpuGroup;
}

/** Processors that nothing runs on. */
export function processors(cores: number): Processors {
  const burning = new Set<Group>();
  return { cores, group: (share) => new Group({ cores, burning }, share) };
}

interface Machine {
  readonly cores: number;
  /** Groups with threads that burn. Groups that only work now and then do not take much from each other. */
  readonly burning: Set<Group>;
}

/** A class: there is one for each container. */
class Group implements CpuGroup {
  readonly #machine: Machine;
  readonly #share: CpuShare;
  readonly #burners = new Map<string, number>();
  #threads = 0;
  #worked = 0;
  #burnt = 0;
  #burntAt = 0;
  /** Processor time that it may use at once: grows at its fair share up to a slice; below 0 it has to wait. */
  #credit = sliceMs;
  #creditAt = 0;
  /** What its own work took of the quota in this period. */
  #period = -1;
  #spent = 0;
  #wakes = 0;

  constructor(machine: Machine, share: CpuShare) {
    this.#machine = machine;
    this.#share = share;
  }

  takes(now: number, workMs: number): number {
    this.#worked += workMs;
    const { burning } = this.#machine;
    if (burning.size === 0 && this.#share.limitCores === undefined) return workMs;
    const turn = burning.size === 0 ? 0 : this.#turn(now, workMs);
    return turn + (this.#share.limitCores === undefined ? workMs : this.#withinQuota(now + turn, workMs));
  }

  burn(who: string, threads: number, now: number): void {
    this.#note(now);
    if (threads > 0) this.#burners.set(who, threads);
    else this.#burners.delete(who);
    this.#threads = [...this.#burners.values()].reduce((sum, one) => sum + one, 0);
    if (this.#threads > 0) this.#machine.burning.add(this);
    else this.#machine.burning.delete(this);
  }

  burners(): number {
    return this.#burners.size;
  }

  usedMs(now: number): number {
    this.#note(now);
    return this.#worked + this.#burnt;
  }

  end(now: number): void {
    for (const who of [...this.#burners.keys()]) this.burn(who, 0, now);
  }

  /** Cores that all its threads get together when one more of them wants to run; its quota left aside. */
  #available(): number {
    const { cores, burning } = this.#machine;
    let others = 0;
    let weights = this.#share.weight;
    for (const group of burning) {
      if (group === this) continue;
      others += group.#wanted();
      weights += group.#share.weight;
    }
    return Math.max(cores - others, (cores * this.#share.weight) / weights);
  }

  #wanted(): number {
    return Math.min(this.#threads, this.#share.limitCores ?? Infinity);
  }

  /** Cores that its burning threads use. */
  #burnRate(): number {
    return Math.min(this.#wanted(), this.#available());
  }

  /** How long it waits for its turn. One that used less than its fair share runs as soon as some thread's slice is over. */
  #turn(now: number, workMs: number): number {
    const fair = Math.min(1, this.#available() / (this.#threads + 1));
    this.#credit = Math.min(sliceMs, this.#credit + (now - this.#creditAt) * fair) - workMs;
    this.#creditAt = now;
    if (this.#busy() < this.#machine.cores) return 0;
    // Evenly spread, without a draw: the golden ratio's multiples.
    this.#wakes += 1;
    const slice = sliceMs * ((this.#wakes * 0.618_033_988_75) % 1);
    return Math.max(slice, -this.#credit / fair);
  }

  /** Threads that burn on the machine, no more of each group than its quota lets run. */
  #busy(): number {
    let all = 0;
    for (const group of this.#machine.burning) all += group.#wanted();
    return all;
  }

  /** Wall time of the work when the group stops for the rest of each period whose quota it has used up. */
  #withinQuota(from: number, workMs: number): number {
    const quota = Math.max(leastQuotaMs, (this.#share.limitCores ?? 0) * periodMs);
    const rate = this.#threads === 0 ? 0 : Math.min(this.#threads, this.#available());
    let at = from;
    let left = workMs;
    for (;;) {
      const period = Math.floor(at / periodMs);
      if (period > this.#period) {
        this.#period = period;
        this.#spent = 0;
      }
      const burnt = rate * (at - period * periodMs);
      const runs = Math.max(0, quota - this.#spent - burnt) / (rate + 1);
      if (left <= runs) {
        this.#spent += left;
        return at + left - from;
      }
      left -= runs;
      this.#spent += runs;
      at = (period + 1) * periodMs;
    }
  }

  #note(now: number): void {
    this.#burnt += (now - this.#burntAt) * (this.#threads === 0 ? 0 : this.#burnRate());
    this.#burntAt = now;
  }
}
