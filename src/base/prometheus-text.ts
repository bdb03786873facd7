export type Labels = Readonly<Record<string, string>>;

/** What is asked for on pages. */
export interface Wanted<T> {
  readonly names: ReadonlySet<string>;
  /** What a series of such a name belongs to, asked once for each, and once for all buckets of a histogram; undefined: to nothing. */
  readonly meaning: (name: string, labels: Labels) => T | undefined;
}

/** Samples that stand one below the other on a page and belong to the same. */
export interface Block<T> {
  readonly of: T;
  readonly samples: readonly Sample[];
}

interface Sample {
  readonly value: number;
  /** The upper bound of a bucket, `le`; undefined where there is none. */
  readonly bound: number | undefined;
}

/** A series as it comes again on the next page of the same process. */
interface Series<T> {
  /** undefined: nobody wants it. */
  readonly of: T | undefined;
  readonly bound: number | undefined;
}

/** A line, which comes again up to its value. */
interface Line<T> extends Series<T> {
  readonly text: string;
}

/** A block's lines. */
interface Passage<T> extends Block<T> {
  readonly text: string;
  readonly lines: readonly Line<T>[];
}

/** What stands on a page: passages, and lines that nobody wants. */
type Row<T> = Passage<T> | Line<T>;

const series = /^([^\s{]+)(\{(?:[^"}]|"(?:[^"\\]|\\.)*")*\})?\s+(\S+)(?:\s+-?\d+)?\s*$/;
const label = /([a-zA-Z_]\w*)="((?:[^"\\]|\\.)*)"/g;
/** A bucket's labels: those of its histogram, and behind them, where nearly all programs write it, its bound. */
const bucket = /^(.*[{,])le="([^"\\]*)"\}$/;
const nameEnd = /[\s{]/;
const space = 32;

/**
 * Reads the pages of one process, one after the other, in the Prometheus text format. An apiserver's has tens of thousands of lines,
 * nearly all of which come again in the same order with the same labels, and most with the same values: blocks that come again are
 * recognised as a whole; of others lines are, and only values are read.
 */
export class PageReader<T> {
  readonly #wanted: Wanted<T>;
  readonly #unwanted = new Map<string, Line<T>>();
  readonly #series = new Map<string, Series<T>>();
  /** Those of the page before. */
  #rows: readonly Row<T>[] = [];

  constructor(wanted: Wanted<T>) {
    this.#wanted = wanted;
  }

  /**
   * Every sample that means something, in their order; a block that comes again as it was is the same object as before. Lines that
   * are not understood are left out.
   */
  read(text: string): readonly Block<T>[] {
    const page = text.endsWith('\n') ? text : `${text}\n`;
    const rows: Row<T>[] = [];
    let next = 0;
    for (let from = 0; from < page.length; ) {
      // A row that was not there before leaves the others to come; one that is gone ends the recognising for this page.
      const expected = this.#rows[next];
      const row = this.#rowAt(page, from, expected);
      if (row !== undefined) rows.push(row);
      if (row !== undefined && expected !== undefined && firstLine(row) === firstLine(expected)) next += 1;
      from = page.indexOf('\n', from + (row?.text.length ?? 1) - 1) + 1;
    }
    this.#rows = rows;
    return rows.filter(isPassage);
  }

  #rowAt(page: string, from: number, expected: Row<T> | undefined): Row<T> | undefined {
    if (expected !== undefined && isAt(page, from, expected.text)) return expected;
    const lines = expected !== undefined && isPassage(expected) ? expected.lines : [];
    const first = this.#lineAt(page, from, lines[0]);
    return first?.of === undefined ? first : { of: first.of, ...this.#passageAt(page, from, first, lines) };
  }

  #lineAt(page: string, from: number, expected: Line<T> | undefined): Line<T> | undefined {
    if (expected !== undefined && isAt(page, from, expected.text)) return expected;
    return this.#lineOf(page.slice(from, page.indexOf('\n', from)));
  }

  /** The passage that begins with a line; where there was one before, with no more lines than that had. */
  #passageAt(page: string, from: number, first: Line<T>, expected: readonly Line<T>[]): Omit<Passage<T>, 'of'> {
    const lines: Line<T>[] = [];
    const samples: Sample[] = [];
    let to = from;
    const nextLine = (): Line<T> | undefined =>
      lines.length === expected.length ? undefined : this.#lineAt(page, to, expected[lines.length]);
    for (let line: Line<T> | undefined = first; line !== undefined && line.of === first.of; line = nextLine()) {
      const valueAt = to + line.text.length;
      to = page.indexOf('\n', valueAt) + 1;
      const value = valueOf(page.slice(valueAt, to - 1));
      if (value !== undefined) samples.push({ value, bound: line.bound });
      lines.push(line);
    }
    return { text: copyOf(page.slice(from, to)), lines, samples };
  }

  #lineOf(text: string): Line<T> | undefined {
    const end = text.search(nameEnd);
    if (end === -1) return undefined;
    const name = text.slice(0, end);
    if (!this.#wanted.names.has(name)) return this.#unwantedLine(text.slice(0, end + 1));
    const [matched, , braces = ''] = series.exec(text) ?? [];
    if (matched === undefined) return undefined;
    const [, others = braces, le] = bucket.exec(braces) ?? [];
    const { of, bound = boundOf(le) } = this.#seriesOf(name, others);
    return { text: copyOf(text.slice(0, name.length + braces.length + 1)), of, bound };
  }

  #unwantedLine(text: string): Line<T> {
    const known = this.#unwanted.get(text);
    if (known !== undefined) return known;
    const line = { text: copyOf(text), of: undefined, bound: undefined };
    this.#unwanted.set(line.text, line);
    return line;
  }

  #seriesOf(name: string, braces: string): Series<T> {
    const text = name + braces;
    const known = this.#series.get(text);
    if (known !== undefined) return known;
    const labels = labelsIn(braces);
    const one = { of: this.#wanted.meaning(name, labels), bound: boundOf(labels['le']) };
    this.#series.set(copyOf(text), one);
    return one;
  }
}

function isPassage<T>(row: Row<T>): row is Passage<T> {
  return 'lines' in row;
}

function firstLine<T>(row: Row<T>): Line<T> | undefined {
  return isPassage(row) ? row.lines[0] : row;
}

/** As `startsWith`, which compares sign by sign and takes many times as long. */
function isAt(page: string, from: number, text: string): boolean {
  return page.slice(from, from + text.length) === text;
}

/** The same text: a part of a page would keep the whole page. */
function copyOf(text: string): string {
  return Buffer.from(text).toString();
}

function boundOf(le: string | undefined): number | undefined {
  if (le === undefined) return undefined;
  return le === '+Inf' ? Infinity : Number(le);
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
