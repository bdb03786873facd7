/** Why the kernel prefers one victim to another: -1000 never, 1000 first (Linux, oom_score_adj). */
type ScoreAdjustment = number;

export interface MemoryShare {
  /** Undefined: as much as the machine has. */
  readonly limitBytes: number | undefined;
  readonly adjustment: ScoreAdjustment;
  /** Ends the group's processes; what they held is free when it returns. */
  readonly kill: () => void;
}

/** What the processes of a control group hold together. */
export interface MemoryGroup {
  readonly limitBytes: number | undefined;
  readonly usedBytes: () => number;
  /** How much of it `who` holds. */
  readonly heldBy: (who: string) => number;
  /** What `who` holds from now on, all in all. More than fits, and the kernel ends a group: this one, at its limit. */
  readonly hold: (who: string, bytes: number) => void;
  /** Its processes are gone, and all that they held is free. */
  readonly end: () => void;
}

/** The memory of a machine. */
export interface Memory {
  readonly totalBytes: number;
  readonly usedBytes: () => number;
  readonly group: (share: MemoryShare) => MemoryGroup;
}

/** Memory of which nothing is used. */
export function memory(totalBytes: number): Memory {
  const groups = new Set<Group>();
  const usedBytes = (): number => [...groups].reduce((sum, group) => sum + group.usedBytes(), 0);
  /** The kernel takes the one with the highest score: its share of the memory in thousandths, and its adjustment. */
  const relieve = (): void => {
    while (usedBytes() > totalBytes) {
      const score = (one: Group): number => (one.usedBytes() / totalBytes) * 1000 + one.share.adjustment;
      const victims = [...groups].filter((one) => one.usedBytes() > 0 && one.share.adjustment > -1000);
      const [worst] = victims.sort((a, b) => score(b) - score(a));
      if (worst === undefined) return;
      worst.share.kill();
      // A kill that frees nothing is not tried for ever.
      worst.end();
    }
  };
  return {
    totalBytes,
    usedBytes,
    group: (share) => {
      const made = new Group(share, {
        grown: relieve,
        used: (group) => groups.add(group),
        empty: (group) => groups.delete(group),
      });
      return made;
    },
  };
}

interface Keeper {
  readonly grown: () => void;
  readonly used: (group: Group) => void;
  readonly empty: (group: Group) => void;
}

class Group implements MemoryGroup {
  readonly share: MemoryShare;
  readonly #keeper: Keeper;
  readonly #held = new Map<string, number>();
  #used = 0;

  constructor(share: MemoryShare, keeper: Keeper) {
    this.share = share;
    this.#keeper = keeper;
  }

  get limitBytes(): number | undefined {
    return this.share.limitBytes;
  }

  usedBytes(): number {
    return this.#used;
  }

  heldBy(who: string): number {
    return this.#held.get(who) ?? 0;
  }

  hold(who: string, bytes: number): void {
    this.#used += bytes - (this.#held.get(who) ?? 0);
    if (bytes > 0) this.#held.set(who, bytes);
    else this.#held.delete(who);
    if (this.#used > 0) this.#keeper.used(this);
    else this.#keeper.empty(this);
    if (this.limitBytes !== undefined && this.#used > this.limitBytes) {
      this.share.kill();
      this.end();
    } else if (bytes > 0) this.#keeper.grown();
  }

  end(): void {
    this.#held.clear();
    this.#used = 0;
    this.#keeper.empty(this);
  }
}
