import { mannWhitney, smallestP } from './mann-whitney.ts';
import { seededRandom } from './random.ts';

const draws = 200;
const power = 0.8;
const steps = [1.05, 1.1, 1.15, 1.2, 1.25, 1.3, 1.4, 1.5, 1.75, 2, 2.5, 3, 4, 5, 7.5, 10] as const;

/**
 * The smallest factor by which the values would have to grow to be seen at the level with a power of 80 %, given so many on the
 * other side: by drawing both sides from `values` with replacement (a fixed seed), one of them multiplied. Undefined when no
 * factor up to 10 would do: with too few values no difference can be seen, however large.
 */
export function smallestDetectableFactor(values: readonly number[], others: number, level: number): number | undefined {
  const finite = values.filter(Number.isFinite);
  if (finite.length === 0 || smallestP(values.length, others) >= level) return undefined;
  return steps.find((factor) => seen(finite, [values.length, others], factor, level) >= power);
}

function seen(values: readonly number[], [n, m]: readonly [number, number], factor: number, level: number): number {
  const random = seededRandom(1, `detectable ${factor}`);
  const draw = (count: number, by: number): number[] => Array.from({ length: count }, () => by * random.pick(values));
  let found = 0;
  for (let i = 0; i < draws; i += 1) if (mannWhitney(draw(n, 1), draw(m, factor)).p < level) found += 1;
  return found / draws;
}
