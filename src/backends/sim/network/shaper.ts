import type { Random } from '../../../base/random.ts';
import { parseRange } from './rules.ts';

/** What a queueing discipline does to what leaves an interface. Shares are ratios, 0 to 1; correlations as well. */
export interface Shape {
  readonly kind: 'netem' | 'tbf';
  /** Where to; undefined: anywhere. */
  readonly ranges: readonly string[] | undefined;
  readonly delayMs: number;
  readonly jitterMs: number;
  readonly delayCorrelation: number;
  /** Packets that go at once in spite of the delay, and after how many others at the earliest. */
  readonly reorder: number;
  readonly reorderCorrelation: number;
  readonly gap: number;
  readonly loss: number;
  readonly lossCorrelation: number;
  /** A packet that arrives twice counts once, and one that is corrupt fails its checksum. */
  readonly corrupt: number;
  readonly corruptCorrelation: number;
  /** Undefined: as fast as the link. */
  readonly bucket: TokenBucket | undefined;
}

/** tc-tbf. */
export interface TokenBucket {
  readonly bytesPerMs: number;
  readonly bufferBytes: number;
  /** Bytes that may wait; more are dropped. */
  readonly limitBytes: number;
}

/** Changes nothing. */
export const noShape: Shape = {
  kind: 'netem',
  ranges: undefined,
  delayMs: 0,
  jitterMs: 0,
  delayCorrelation: 0,
  reorder: 0,
  reorderCorrelation: 0,
  gap: 1,
  loss: 0,
  lossCorrelation: 0,
  corrupt: 0,
  corruptCorrelation: 0,
  bucket: undefined,
};

/** What leaves an interface. */
export interface Egress {
  /** Queueing disciplines, as tc calls them. */
  readonly disciplines: readonly ('netem' | 'tbf')[];
  /** How much later a packet leaves; undefined: it is lost. */
  readonly pass: (to: number, now: number, bytes: () => number) => number | undefined;
}

/** Shapes one after the other, as the qdiscs of Chaos Mesh are chained; undefined when there are none. */
export function egress(shapes: readonly Shape[], random: Random): Egress | undefined {
  if (shapes.length === 0) return undefined;
  const queues = shapes.map((shape) => queue(shape, random));
  return {
    disciplines: shapes.map(({ kind }) => kind),
    pass: (to, now, bytes) => {
      let ms = 0;
      for (const { takes, pass } of queues) {
        if (!takes(to)) continue;
        const more = pass(now + ms, bytes);
        if (more === undefined) return undefined;
        ms += more;
      }
      return ms;
    },
  };
}

interface Queue {
  readonly takes: (to: number) => boolean;
  readonly pass: (now: number, bytes: () => number) => number | undefined;
}

function queue(shape: Shape, random: Random): Queue {
  const ranges = shape.ranges?.flatMap(parseRange);
  const lost = correlated(random, shape.lossCorrelation);
  const corrupted = correlated(random, shape.corruptCorrelation);
  const swayed = correlated(random, shape.delayCorrelation);
  const reordered = correlated(random, shape.reorderCorrelation);
  const { bucket } = shape;
  let sent = 0;
  let freeAt = 0;
  const delay = (): number => {
    if (shape.delayMs === 0 && shape.jitterMs === 0) return 0;
    sent += 1;
    if (shape.reorder > 0 && sent >= shape.gap && reordered() < shape.reorder) {
      sent = 0;
      return 0;
    }
    return Math.max(0, shape.delayMs + (shape.jitterMs === 0 ? 0 : shape.jitterMs * (2 * swayed() - 1)));
  };
  const throttle = (now: number, bytes: () => number): number | undefined => {
    if (bucket === undefined) return 0;
    const size = bytes();
    // Tokens that were not used are there still, as many as the buffer holds.
    const from = Math.max(freeAt, now - bucket.bufferBytes / bucket.bytesPerMs);
    const waiting = Math.max(0, from - now) * bucket.bytesPerMs;
    if (waiting + size > bucket.limitBytes) return undefined;
    freeAt = from + size / bucket.bytesPerMs;
    return Math.max(0, freeAt - now);
  };
  return {
    takes: (to) => ranges === undefined || ranges.some(([base, mask]) => (to & mask) === base),
    pass: (now, bytes) => {
      if (shape.loss > 0 && lost() < shape.loss) return undefined;
      if (shape.corrupt > 0 && corrupted() < shape.corrupt) return undefined;
      const wait = throttle(now, bytes);
      return wait === undefined ? undefined : wait + delay();
    },
  };
}

/** Numbers that resemble the one before, as netem draws them (Linux, net/sched/sch_netem.c, get_crandom). */
function correlated(random: Random, correlation: number): () => number {
  let last = 0;
  return () => {
    last = correlation === 0 ? random.next() : random.next() * (1 - correlation) + last * correlation;
    return last;
  };
}
