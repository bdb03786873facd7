import {
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  parseAllDocuments,
  type Document,
  type DocumentOptions,
  type ParseOptions as TextOptions,
  type SchemaOptions,
  type YAMLError,
} from 'yaml';
import type { Path } from './path.ts';

type ParseOptions = TextOptions & DocumentOptions & SchemaOptions;

/** A place in a file, counted from 1. */
interface Position {
  readonly line: number;
  readonly column: number;
}

/** A YAML text, parsed, that knows where everything stands. */
export interface YamlSource {
  /** Plain data; undefined when the text cannot be understood at all. */
  readonly data: unknown;
  readonly problems: readonly (Position & { readonly message: string })[];
  /** Whether the data can be judged although there are problems. */
  readonly usable: boolean;
  /** Where the value at `path` stands, or its key; undefined when it is not there. */
  readonly find: (path: Path, part: 'key' | 'value') => Position | undefined;
}

/** Parses a text of one YAML document. Never throws: what is wrong with the text is in `problems`. */
export function parseYaml(text: string): YamlSource {
  if (last?.text !== text) last = { text, source: oneDocument(text) };
  return last.source;
}

/** A scenario is asked one after the other what it is, which profiles it extends, and what it says. */
let last: { readonly text: string; readonly source: YamlSource } | undefined;

function oneDocument(text: string): YamlSource {
  const [document, second] = parse(text, {});
  if (document === undefined) return { data: null, problems: [], usable: true, find: () => undefined };
  if (second === undefined) return document;
  const problem = { ...second.start, message: 'a second document begins here: keep one per file' };
  return { ...document, problems: [...document.problems, problem] };
}

/** Parses a text of any number of YAML or JSON documents as kubectl reads them. Never throws. */
export function parseKubernetesYaml(text: string): readonly YamlSource[] {
  return parse(text, {
    // kubectl reads YAML 1.1, where `on` and `no` are booleans; but it knows neither times of day nor dates.
    version: '1.1',
    customTags: (tags) =>
      tags.filter((tag) => typeof tag === 'string' || (tag.format !== 'TIME' && !tag.tag.endsWith(':timestamp'))),
  });
}

interface Parsed extends YamlSource {
  /** Where its content begins. */
  readonly start: Position;
}

function parse(text: string, options: ParseOptions): readonly Parsed[] {
  const counter = new LineCounter();
  const position = (offset: number): Position => {
    const { line, col } = counter.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  const documents = parseAllDocuments(text, { ...options, lineCounter: counter, prettyErrors: false });
  return Array.isArray(documents) ? documents.map((document) => sourceOf(document, position)) : [];
}

function sourceOf(document: Document.Parsed, position: (offset: number) => Position): Parsed {
  const problems = [...document.errors, ...document.warnings].map((error) => ({
    ...position(error.pos[0]),
    message: wordsOf(error),
  }));
  const { data, failure } = plainData(document);
  if (failure !== undefined) problems.push({ line: 1, column: 1, message: failure });
  return {
    start: position(document.range[0]),
    data,
    problems,
    usable: failure === undefined && document.errors.every((error) => error.code === 'DUPLICATE_KEY'),
    find: (path, part) => {
      const offset = offsetOf(document, path, part);
      return offset === undefined ? undefined : position(offset);
    },
  };
}

function plainData(document: Document.Parsed): { data: unknown; failure: string | undefined } {
  try {
    return { data: document.toJS({ maxAliasCount: 100 }), failure: undefined };
  } catch (thrown) {
    // Aliases without an anchor, and alias bombs, are found only here.
    return { data: undefined, failure: thrown instanceof Error ? thrown.message : String(thrown) };
  }
}

function wordsOf(error: YAMLError): string {
  if (error.code === 'DUPLICATE_KEY') return 'this key stands here a second time';
  const hint = /block scalar/i.test(error.message) ? ' (put quotes around text that begins with > or |)' : '';
  return error.message + hint;
}

function offsetOf(document: Document.Parsed, path: Path, part: 'key' | 'value'): number | undefined {
  let key: unknown;
  let node: unknown = document.contents;
  for (const step of path) {
    const parent = isAlias(node) ? node.resolve(document) : node;
    if (isMap(parent)) {
      const pair = parent.items.find((item) => (isScalar(item.key) ? String(item.key.value) : item.key) === step);
      if (pair === undefined) return undefined;
      key = pair.key;
      node = pair.value;
    } else if (isSeq(parent)) {
      if (!(Number(step) in parent.items)) return undefined;
      key = undefined;
      node = parent.items[Number(step)];
    } else {
      return undefined;
    }
  }
  return startOf(part === 'key' ? (key ?? node) : node) ?? startOf(key);
}

function startOf(node: unknown): number | undefined {
  return isNode(node) ? node.range?.[0] : undefined;
}
