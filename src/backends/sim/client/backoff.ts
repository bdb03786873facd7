import type { Random } from '../../../base/random.ts';
import type { Process } from '../engine/process.ts';

/** client-go's reflector waits 0.8 s, doubling to 30 s, each up to twice as long by chance; after two quiet minutes it begins anew. */
const firstMs = 800;
const longestMs = 30_000;
const quietMs = 120_000;

/** How long to wait the next time, in ms: longer with each call. */
export function backoff(process: Process, random: Random): () => number {
  let nextMs = firstMs;
  let askedAt = -Infinity;
  return () => {
    if (process.now() - askedAt > quietMs) nextMs = firstMs;
    askedAt = process.now();
    const ms = nextMs * (1 + random.next());
    nextMs = Math.min(longestMs, nextMs * 2);
    return ms;
  };
}
