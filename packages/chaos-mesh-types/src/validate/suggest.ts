import { distance } from 'fastest-levenshtein';

const longList = 15;

/** A hint on what else to write: the likely word, and the words that there are when they are few. */
export function suggest(word: string, allowed: readonly string[]): string {
  const guess = nearest(word, allowed);
  const list = `one of: ${allowed.join(', ')}.`;
  if (guess === undefined) return `Use ${list}`;
  return `Did you mean "${guess}"?${allowed.length <= longList ? ` It is ${list}` : ''}`;
}

function nearest(word: string, allowed: readonly string[]): string | undefined {
  const wanted = word.toLowerCase();
  const ranked = allowed
    .map((entry) => ({ entry, steps: distance(wanted, entry.toLowerCase()) }))
    .sort((a, b) => a.steps - b.steps);
  const [first] = ranked;
  return first !== undefined && first.steps <= Math.max(1, Math.floor(word.length / 3)) ? first.entry : undefined;
}
