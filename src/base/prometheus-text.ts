export type Labels = Readonly<Record<string, string>>;

/** A line as it comes again on the next page of the same process, up to its value. */
interface Line<T> {
  readonly head: string;
  /** undefined: nobody wants it. */
  readonly meaning: T | undefined;
}

/** What is asked for on pages. */
export interface Wanted<T> {
  readonly names: ReadonlySet<string>;
  /** What a series of such a name is to the reader, asked once for each; undefined: nothing. */
  readonly meaning: (name: string, labels: Labels) => T | undefined;
}

const series = /^([^\s{]+)(\{(?:[^"}]|"(?:[^"\\]|\\.)*")*\})?\s+(\S+)(?:\s+-?\d+)?\s*$/;
const label = /([a-zA-Z_]\w*)="((?:[^"\\]|\\.)*)"/g;
const nameEnd = /[\s{]/;
const space = 32;

/**
 * Reads the pages of one process, one after the other, in the Prometheus text format. An apiserver's has tens of thousands of lines,
 * nearly all of which come again in the same order with the same labels: those are recognised as a whole, and only values are read.
 */
export class PageReader<T> {
  readonly #wanted: Wanted<T>;
  readonly #known = new Map<string, Line<T>>();
  /** Those of the page before. */
  #lines: readonly Line<T>[] = [];

  constructor(wanted: Wanted<T>) {
    this.#wanted = wanted;
  }

  /** Calls `take` for each sample that means something, in their order. Lines that are not understood are left out. */
  read(text: string, take: (meaning: T, value: number) => void): void {
    const before = this.#lines;
    const lines: Line<T>[] = [];
    let row = 0;
    for (let from = 0; from < text.length; ) {
      // A line that was not there before leaves the others to come; one that is gone ends the recognising for this page.
      const expected = before[row];
      const comesAgain = expected !== undefined && text.startsWith(expected.head, from);
      const newline = text.indexOf('\n', from + (comesAgain ? expected.head.length : 0));
      const to = newline === -1 ? text.length : newline;
      const line = comesAgain ? expected : this.#lineOf(text.slice(from, to));
      if (comesAgain) row += 1;
      if (line !== undefined) lines.push(line);
      if (line?.meaning !== undefined) {
        const value = valueOf(text.slice(from + line.head.length, to));
        if (value !== undefined) take(line.meaning, value);
      }
      from = to + 1;
    }
    this.#lines = lines;
  }

  #lineOf(text: string): Line<T> | undefined {
    const end = text.search(nameEnd);
    if (end === -1) return undefined;
    const name = text.slice(0, end);
    if (!this.#wanted.names.has(name)) return this.#remembered(`${name}${text.charAt(end)}`, () => undefined);
    const [matched, , braces = ''] = series.exec(text) ?? [];
    if (matched === undefined) return undefined;
    const head = text.slice(0, name.length + braces.length + 1);
    return this.#remembered(head, () => this.#wanted.meaning(name, labelsIn(braces)));
  }

  #remembered(head: string, meaning: () => T | undefined): Line<T> {
    let line = this.#known.get(head);
    if (line === undefined) {
      // A copy: a part of a page would keep the whole page.
      const copy = Buffer.from(head).toString();
      line = { head: copy, meaning: meaning() };
      this.#known.set(copy, line);
    }
    return line;
  }
}

function labelsIn(braces: string): Labels {
  return Object.fromEntries([...braces.matchAll(label)].map(([, key = '', text = '']) => [key, unescaped(text)]));
}

const valueAndTime = /^\s*(\S+)(?:\s+-?\d+)?\s*$/;

function valueOf(text: string): number | undefined {
  const value = text.charCodeAt(0) > space ? Number(text) : Number.NaN;
  return Number.isNaN(value) ? spelled(valueAndTime.exec(text)?.[1] ?? '') : value;
}

function spelled(text: string): number | undefined {
  if (text === '+Inf' || text === 'Inf') return Infinity;
  if (text === '-Inf') return -Infinity;
  const value = Number(text);
  return text === '' || Number.isNaN(value) ? undefined : value;
}

function unescaped(text: string): string {
  return text.includes('\\') ? text.replaceAll(/\\(.)/g, (_, sign: string) => (sign === 'n' ? '\n' : sign)) : text;
}
