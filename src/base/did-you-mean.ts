import { distance } from 'fastest-levenshtein';

/** The entry of `known` that the writer of `word` most likely meant, if any is near enough to be helpful. */
export function didYouMean(word: string, known: readonly string[]): string | undefined {
  const wanted = word.toLowerCase();
  let guess: string | undefined;
  let nearest = Math.max(2, Math.floor(word.length / 3));
  for (const entry of known) {
    const steps = distance(wanted, entry.toLowerCase());
    // Of equals the first: the caller's order is the order of importance.
    if (steps < nearest || (steps === nearest && guess === undefined)) {
      guess = entry;
      nearest = steps;
    }
  }
  return guess;
}

/** One sentence for an error's hint: the likely word first, else what there is. */
export function suggest(word: string, known: readonly string[]): string {
  const guess = didYouMean(word, known);
  if (guess !== undefined) return `Did you mean "${guess}"?`;
  return known.length === 0 ? 'There is none yet.' : `Use one of: ${known.join(', ')}.`;
}
