/** Something that a machine has only so much of: bytes of its disk, process ids. */
export interface Reserve {
  readonly total: number;
  readonly used: () => number;
  /** What `who` has from now on, all in all; no more than there is. Answers with how much that is. */
  readonly hold: (who: string, amount: number) => number;
  /** How much `who` has. */
  readonly heldBy: (who: string) => number;
}

/** A reserve of which nothing is used. */
export function reserve(total: number): Reserve {
  const held = new Map<string, number>();
  let used = 0;
  return {
    total,
    used: () => used,
    heldBy: (who) => held.get(who) ?? 0,
    hold: (who, amount) => {
      const before = held.get(who) ?? 0;
      const given = Math.max(0, Math.min(amount, total - used + before));
      used += given - before;
      if (given > 0) held.set(who, given);
      else held.delete(who);
      return given;
    },
  };
}
