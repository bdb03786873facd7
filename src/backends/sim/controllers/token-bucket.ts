/** Lets so many pass in a second, one at once after a pause (client-go, util/flowcontrol, burst 1). */
export interface TokenBucket {
  /** Takes a token if there is one. */
  readonly take: (now: number) => boolean;
  /** Of another rate from now on. */
  readonly setRate: (perSecond: number, now: number) => void;
}

/** A full bucket. */
export function tokenBucket(perSecond: number): TokenBucket {
  let rate = perSecond;
  let tokens = 1;
  let at = 0;
  const fill = (now: number): void => {
    // A bucket without a rate never fills, and does not let what it holds pass.
    tokens = Math.min(1, tokens + ((now - at) / 1000) * rate);
    at = now;
  };
  return {
    setRate: (next, now) => {
      if (next === rate) return;
      fill(now);
      rate = next;
    },
    take: (now) => {
      fill(now);
      if (rate === 0 || tokens < 1) return false;
      tokens -= 1;
      return true;
    },
  };
}
