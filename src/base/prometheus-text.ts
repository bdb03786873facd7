export type Labels = Readonly<Record<string, string>>;

/** One line of a Prometheus page. */
export interface Sample {
  readonly name: string;
  /** One object for every sample of a series, on whichever page: it may be what is remembered by. */
  readonly labels: Labels;
  readonly value: number;
}

/**
 * The samples of a page in the Prometheus text format whose names are wanted, in their order. Lines that are not understood
 * are left out. An apiserver's page has tens of thousands of lines: nothing is made of those that nobody wants.
 */
export function readSamples(text: string, wanted: ReadonlySet<string>): readonly Sample[] {
  const samples: Sample[] = [];
  for (let from = 0; from < text.length; ) {
    const newline = text.indexOf('\n', from);
    const to = newline === -1 ? text.length : newline;
    const name = nameAt(text, from, to);
    if (wanted.has(name)) {
      const sample = sampleOf(name, text.slice(from + name.length, to));
      if (sample !== undefined) samples.push(sample);
    }
    from = to + 1;
  }
  return samples;
}

const brace = 123;
const space = 32;
const tab = 9;

function nameAt(text: string, from: number, to: number): string {
  let end = from;
  for (; end < to; end += 1) {
    const code = text.charCodeAt(end);
    if (code === brace || code === space || code === tab) break;
  }
  return text.slice(from, end);
}

/** The labels of series that were read before, by what stands before the value: page after page has the same. */
const known = new Map<string, Labels>();
const mostKnown = 200_000;

const label = /([a-zA-Z_]\w*)="((?:[^"\\]|\\.)*)"/g;
const line = /^(\{(?:[^"}]|"(?:[^"\\]|\\.)*")*\})?\s+(\S+)(?:\s+-?\d+)?\s*$/;

function sampleOf(name: string, rest: string): Sample | undefined {
  const space = rest.lastIndexOf(' ');
  const braces = rest.slice(0, space);
  const head = name + braces;
  const seen = known.get(head);
  if (seen !== undefined) return sample(name, seen, rest.slice(space + 1));
  const [matched, inside = '', number = ''] = line.exec(rest) ?? [];
  if (matched === undefined) return undefined;
  const pairs = [...inside.matchAll(label)].map(([, key = '', text = '']) => [key, unescaped(text)] as const);
  const labels: Labels = Object.fromEntries(pairs);
  // Only where nothing but the value follows: what stands before a time is no series.
  if (braces === inside) {
    if (known.size >= mostKnown) known.clear();
    known.set(head, labels);
  }
  return sample(name, labels, number);
}

function sample(name: string, labels: Labels, number: string): Sample | undefined {
  const value = numberOf(number);
  return value === undefined ? undefined : { name, labels, value };
}

function numberOf(text: string): number | undefined {
  if (text === '+Inf' || text === 'Inf') return Infinity;
  if (text === '-Inf') return -Infinity;
  const value = Number(text);
  return text === '' || Number.isNaN(value) ? undefined : value;
}

function unescaped(text: string): string {
  return text.includes('\\') ? text.replaceAll(/\\(.)/g, (_, sign: string) => (sign === 'n' ? '\n' : sign)) : text;
}
