import { type CrdSchema, type Definition, type Model } from './model.ts';
import { optional, required, textTypes, unions, unused, type Variant } from './unions.ts';

/** TypeScript of one definition, and the names that it refers to. */
export interface Emitted {
  readonly code: string;
  readonly refers: ReadonlySet<string>;
}

interface Variants {
  readonly by: string;
  readonly variants: Readonly<Record<string, Variant>>;
}

interface Field {
  readonly name: string;
  readonly schema: CrdSchema;
  readonly needed: boolean;
}

/** Writes definitions as TypeScript types. */
export function typeWriter(model: Model): (definition: Definition) => Emitted {
  return (definition) => {
    const refers = new Set<string>();
    const write = new DefinitionWriter(model, definition, refers);
    return { code: write.code(), refers };
  };
}

class DefinitionWriter {
  readonly #model: Model;
  readonly #definition: Definition;
  readonly #refers: Set<string>;

  constructor(model: Model, definition: Definition, refers: Set<string>) {
    this.#model = model;
    this.#definition = definition;
    this.#refers = refers;
  }

  code(): string {
    const { name, place } = this.#definition;
    const union = this.#union();
    const { selection, fields } = this.#fields();
    const doc = `/** \`${place}\`${union === undefined ? '' : `: which fields go together depends on \`${union.by}\``}. */\n`;
    if (union === undefined && selection === undefined) {
      return `${doc}export interface ${name} ${this.#block(fields)}\n`;
    }
    const own = new Set(union === undefined ? [] : [union.by, ...Object.values(union.variants).flatMap(fieldsOf)]);
    const shared = this.#block(fields.filter((field) => !own.has(field.name)));
    const parts = [selection ?? '', shared, union === undefined ? '' : this.#variants(union, fields)];
    return `${doc}export type ${name} = ${parts.filter((part) => part !== '').join(' & ')};\n`;
  }

  /** The variants, checked against the values that the schema allows. */
  #union(): Variants | undefined {
    const { name, schema } = this.#definition;
    const union = unions[name];
    if (union === undefined) return undefined;
    const allowed = schema.properties?.[union.by]?.enum;
    const variants =
      union.variants === 'blocks'
        ? Object.fromEntries((allowed ?? []).map((value) => [value, { required: [value] }]))
        : union.variants;
    const listed = Object.keys(variants);
    if (allowed !== undefined && [...allowed].sort().join() !== listed.sort().join()) {
      throw new Error(`${name}: the schema allows ${allowed.join(', ')}, unions.ts lists ${listed.join(', ')}`);
    }
    return { by: union.by, variants };
  }

  /** Mode, value and selector go together in a type written by hand. */
  #fields(): { readonly selection: string | undefined; readonly fields: readonly Field[] } {
    const { name, schema } = this.#definition;
    const must = [...(schema.required ?? []), ...(required[name] ?? [])];
    const may = optional[name] ?? [];
    const fields = Object.entries(schema.properties ?? {})
      .filter(([field]) => unused[name]?.includes(field) !== true)
      .map(([field, inner]) => ({ name: field, schema: inner, needed: must.includes(field) && !may.includes(field) }));
    const has = (field: string): boolean => schema.properties?.[field] !== undefined;
    if (!has('mode') || !has('value')) return { selection: undefined, fields };
    const selection = has('address') ? 'PhysicalMachineSelection' : 'PodSelection';
    this.#refers.add(selection);
    const taken = ['mode', 'value', 'selector', 'address'];
    return { selection, fields: fields.filter((field) => !taken.includes(field.name)) };
  }

  #variants({ by, variants }: Variants, fields: readonly Field[]): string {
    const written = Object.entries(variants).map(([value, variant]) => {
      const own = [...fieldsOf(variant), ...(variant.demands ?? [])].map((name) => {
        const field = fields.find((candidate) => candidate.name === name);
        if (field === undefined) throw new Error(`${this.#definition.name} has no field ${name}`);
        return { ...field, needed: variant.optional?.includes(name) !== true };
      });
      return `  | { readonly ${by}: '${value}';${own.map((field) => ` ${this.#field(field)}`).join('')} }`;
    });
    return `(\n${written.join('\n')}\n)`;
  }

  #block(fields: readonly Field[]): string {
    return fields.length === 0 ? '' : `{\n${fields.map((field) => `  ${this.#field(field)}`).join('\n')}\n}`;
  }

  #field({ name, schema, needed }: Field): string {
    const key = /^[A-Za-z_]\w*$/.test(name) ? name : `'${name}'`;
    return `readonly ${key}${needed ? '' : '?'}: ${this.#typeOf(name, schema)};`;
  }

  #typeOf(field: string, schema: CrdSchema): string {
    const { name } = this.#definition;
    const text = textTypes[`${name}.${field}`] ?? (field === 'duration' && name.endsWith('Spec') ? 'GoDuration' : '');
    if (text !== '') {
      if (/^[A-Z]/.test(text)) this.#refers.add(text);
      return text;
    }
    return this.#plainType(schema);
  }

  #plainType(schema: CrdSchema): string {
    if (schema['x-kubernetes-int-or-string'] === true) return 'number | string';
    const definition = schema.properties === undefined ? undefined : this.#model.definitionOf(schema);
    if (definition !== undefined) {
      this.#refers.add(definition.name);
      return definition.name;
    }
    if (schema.enum !== undefined) return schema.enum.map((value) => `'${value}'`).join(' | ');
    if (schema.items !== undefined) return `readonly ${bracketed(this.#plainType(schema.items))}[]`;
    if (schema.additionalProperties !== undefined) {
      return `Readonly<Record<string, ${this.#plainType(schema.additionalProperties)}>>`;
    }
    const plain: Readonly<Record<string, string>> = {
      string: 'string',
      boolean: 'boolean',
      integer: 'number',
      number: 'number',
      object: 'Readonly<Record<string, unknown>>',
    };
    const type = plain[schema.type ?? 'object'];
    if (type === undefined) throw new Error(`no type for ${JSON.stringify(schema)}`);
    return type;
  }
}

function fieldsOf({ required: must = [], optional: may = [] }: Variant): readonly string[] {
  return [...must, ...may];
}

function bracketed(type: string): string {
  return /[ |]/.test(type) && !type.startsWith('Readonly<') ? `(${type})` : type;
}
