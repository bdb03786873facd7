import { closest, distance } from 'fastest-levenshtein';

/** The entry of `known` that the writer of `word` most likely meant, if any is near enough to be helpful. */
export function didYouMean(word: string, known: readonly string[]): string | undefined {
  if (known.length === 0) return undefined;
  const guess = closest(word.toLowerCase(), [...known]);
  return distance(word.toLowerCase(), guess.toLowerCase()) <= Math.max(2, Math.floor(word.length / 3))
    ? guess
    : undefined;
}

/** One sentence for an error's hint: the likely word first, else what there is. */
export function suggest(word: string, known: readonly string[]): string {
  const guess = didYouMean(word, known);
  return guess === undefined ? `Use one of: ${known.join(', ')}.` : `Did you mean "${guess}"?`;
}
