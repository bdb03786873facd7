import { escapeText } from '../escape.ts';

/** Text that is markup already. Only `html` makes it, so nothing gets into a page unescaped. */
export interface Markup {
  readonly markup: string;
}

/** What can stand between the pieces of a template: text is escaped, markup is not, lists are joined, undefined is nothing. */
export type Part = Markup | string | number | undefined | readonly Part[];

/** A template tag for HTML and SVG: all that is put in is escaped, unless it is markup. Attributes must be quoted. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  return { markup: strings.map((text, index) => text + partText(parts[index])).join('') };
}

/** Markup from a constant of ours, never from data. */
export function trusted(markup: string): Markup {
  return { markup };
}

export const empty: Markup = { markup: '' };

function partText(part: Part): string {
  if (part === undefined) return '';
  if (typeof part === 'number') return String(part);
  if (typeof part === 'string') return escapeText(part);
  if ('markup' in part) return part.markup;
  return part.map(partText).join('');
}
