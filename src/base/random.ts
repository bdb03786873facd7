/** The only door to chance: the same seed gives the same draws on every machine. */
export interface Random {
  /** Uniform in [0, 1). */
  readonly next: () => number;
  /** One of `items`; throws RangeError on an empty list. */
  readonly pick: <T>(items: readonly T[]) => T;
  /** A new list in random order. */
  readonly shuffle: <T>(items: readonly T[]) => T[];
  /** An independent stream named `label`: drawing from it does not move this one. */
  readonly fork: (label: string) => Random;
}

/** A seeded generator (sfc32 by Chris Doty-Humphrey, public domain, seeded through FNV-1a). */
export function seededRandom(seed: number, label = ''): Random {
  const next = sfc32(hash(`${label}:${seed}`));
  const pick = <T>(items: readonly T[]): T => {
    if (items.length === 0) throw new RangeError('cannot pick from an empty list');
    return items[Math.floor(next() * items.length)] as T;
  };
  const shuffle = <T>(items: readonly T[]): T[] => {
    const rest = [...items];
    const order: T[] = [];
    while (rest.length > 0) order.push(...rest.splice(Math.floor(next() * rest.length), 1));
    return order;
  };
  return { next, pick, shuffle, fork: (name) => seededRandom(seed, `${label}/${name}`) };
}

function hash(text: string): number {
  let h = 0x811c9dc5;
  for (const char of text) h = Math.imul(h ^ (char.codePointAt(0) ?? 0), 0x01000193);
  return h >>> 0;
}

function sfc32(seed: number): () => number {
  let a = 0x9e3779b9;
  let b = 0x243f6a88;
  let c = seed | 0;
  let counter = 1;
  const next = (): number => {
    const t = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + t) | 0;
    return (t >>> 0) / 4294967296;
  };
  for (let i = 0; i < 15; i += 1) next();
  return next;
}
