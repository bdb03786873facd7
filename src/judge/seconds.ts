import { formatDuration } from '../base/quantity.ts';

/** More ranges than this are counted, not told. */
const mostRanges = 4;

/** The second of the run that an instant lies in. */
export function secondOf(at: number): number {
  return Math.floor(at / 1000);
}

/** Seconds of the run for people, neighbours drawn together: `12s to 14s, 40s to 41s`. */
export function secondsText(seconds: ReadonlySet<number>): string {
  const ranges: [from: number, to: number][] = [];
  for (const second of [...seconds].sort((a, b) => a - b)) {
    const last = ranges.at(-1);
    if (last?.[1] === second) last[1] = second + 1;
    else ranges.push([second, second + 1]);
  }
  const told = ranges.slice(0, mostRanges).map(([from, to]) => `${text(from)} to ${text(to)}`);
  const more = ranges.length - told.length;
  return told.join(', ') + (more > 0 ? ` and ${more} more times` : '');
}

function text(second: number): string {
  return formatDuration(second * 1000);
}
