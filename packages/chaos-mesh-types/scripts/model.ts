import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { names } from './names.ts';

/** A schema of a custom resource definition, as the API server has it (descriptions left out). */
export interface CrdSchema {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, CrdSchema>>;
  readonly required?: readonly string[];
  readonly items?: CrdSchema;
  readonly additionalProperties?: CrdSchema;
  readonly enum?: readonly string[];
  readonly format?: string;
  readonly pattern?: string;
  readonly default?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: boolean;
  readonly nullable?: boolean;
  readonly 'x-kubernetes-int-or-string'?: boolean;
  readonly 'x-kubernetes-preserve-unknown-fields'?: boolean;
}

/** One line of crds/index.json. */
interface CrdEntry {
  readonly kind: string;
  readonly plural: string;
  readonly singular: string;
  readonly scope: 'Namespaced' | 'Cluster';
  readonly shortNames: readonly string[];
  readonly statusSubresource: boolean;
  readonly file: string;
}

/** An object schema with a name of its own; equal schemas share one. */
export interface Definition {
  readonly name: string;
  /** The kind in whose schema it was met first. */
  readonly home: string;
  /** Where it was met first: `PodChaos.spec.selector`. */
  readonly place: string;
  readonly schema: CrdSchema;
}

/** All that the generator works from. */
export interface Model {
  readonly kinds: readonly (CrdEntry & { readonly schema: CrdSchema })[];
  readonly definitions: readonly Definition[];
  /** The definition of an object schema that has properties. */
  readonly definitionOf: (schema: CrdSchema) => Definition | undefined;
}

/** Reads the committed schemas, and gives every distinct object in them a name. */
export function readModel(folder: string): Model {
  const read = (file: string): unknown => JSON.parse(readFileSync(join(folder, file), 'utf8'));
  const index = read('index.json') as { readonly kinds: readonly CrdEntry[] };
  const kinds = index.kinds.map((entry) => ({ ...entry, schema: read(entry.file) as CrdSchema }));
  const found = new Map<string, Definition>();
  // A shared schema is named after its own kind, not after one that embeds it.
  const ordered = [...kinds].sort((a, b) => rank(a.kind) - rank(b.kind) || (a.kind < b.kind ? -1 : 1));
  for (const { kind, schema } of ordered) {
    for (const part of ['spec', 'status']) {
      const inner = schema.properties?.[part];
      if (inner !== undefined) {
        collect(inner, { path: [kind, part], text: `${kind}.${part}` }, { home: kind, found });
      }
    }
  }
  const taken = new Set<string>();
  for (const { name } of found.values()) {
    if (taken.has(name)) throw new Error(`two schemas are called ${name}: name one of them in names.ts`);
    taken.add(name);
  }
  return {
    kinds,
    definitions: [...found.values()],
    definitionOf: (schema) => found.get(JSON.stringify(schema)),
  };
}

/** Kinds that embed others come last, the most embracing at the end. */
const last: readonly string[] = [
  'PodHttpChaos',
  'PodIOChaos',
  'PodNetworkChaos',
  'StatusCheck',
  'Workflow',
  'Schedule',
  'WorkflowNode',
];

function rank(kind: string): number {
  return last.indexOf(kind);
}

interface Place {
  /** Name of the definition around it, then the property. */
  readonly path: readonly string[];
  readonly text: string;
}

interface Collecting {
  readonly home: string;
  readonly found: Map<string, Definition>;
}

function collect(schema: CrdSchema, { path, text }: Place, context: Collecting): void {
  if (schema.properties !== undefined) {
    const key = JSON.stringify(schema);
    if (context.found.has(key)) return;
    const name = names[path.join('.')] ?? path.map(pascal).join('');
    context.found.set(key, { name, home: context.home, place: text, schema });
    const base = name.replace(/Spec$/, '');
    for (const [property, inner] of Object.entries(schema.properties)) {
      collect(inner, { path: [base, property], text: `${text}.${property}` }, context);
    }
  }
  if (schema.items !== undefined) collect(schema.items, { path: singular(path), text: `${text}[]` }, context);
  if (schema.additionalProperties !== undefined) {
    collect(schema.additionalProperties, { path: singular(path), text: `${text}{}` }, context);
  }
}

function singular(path: readonly string[]): readonly string[] {
  const word = path.at(-1) ?? '';
  const one = word.endsWith('ches') ? word.slice(0, -2) : /[^s]s$/.test(word) ? word.slice(0, -1) : `${word}Item`;
  return [...path.slice(0, -1), one];
}

/** `network-delay` and `networkDelay` as `NetworkDelay`. */
function pascal(text: string): string {
  return text
    .split(/[-_]/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
}
