import type { Mutant } from './mutant.ts';

/** The text with the fault in it. Throws where what it takes the place of is not there exactly once: then the mutant is out of date. */
export function mutated(text: string, { name, file, from, to }: Mutant): string {
  const times = text.split(from).length - 1;
  if (times !== 1) throw new Error(`${name}: ${file} has its text ${times} times, not once`);
  return text.replace(from, () => to);
}
