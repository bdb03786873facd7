import type { CrdSchema, Model } from './model.ts';

/** The schemas as JSON Schema: closed, as strict field validation has them, and each object defined once. */
export function schemasCode(model: Model): string {
  const rows = model.definitions.map(({ name, schema }) => `  ${name}: ${JSON.stringify(convert(schema, model))},`);
  const statuses = model.kinds.flatMap(({ kind, schema }) => {
    const status = schema.properties?.['status'];
    const definition = status === undefined ? undefined : model.definitionOf(status);
    return definition === undefined ? [] : [`  ${kind}: '${definition.name}',`];
  });
  return `import type { JsonSchema } from '../validate/json-schema.ts';

/** JSON Schemas of everything in the custom resource definitions, by the names of their types. */
export const definitions: Readonly<Record<string, JsonSchema>> = {
${rows.join('\n')}
};

/** The name of each kind's status. */
export const statusDefinitions: Readonly<Record<string, string>> = {
${statuses.join('\n')}
};
`;
}

function convert(schema: CrdSchema, model: Model): Record<string, unknown> {
  if (schema['x-kubernetes-int-or-string'] === true) {
    return { type: ['integer', 'string'], ...only({ pattern: schema.pattern }) };
  }
  const open = schema['x-kubernetes-preserve-unknown-fields'] === true;
  const inside = schema.additionalProperties;
  return {
    ...only({ type: schema.type, enum: schema.enum, format: schema.format, pattern: schema.pattern }),
    ...bounds(schema),
    ...(schema.items === undefined ? {} : { items: reference(schema.items, model) }),
    ...(schema.properties === undefined ? {} : objectOf(schema, model)),
    ...(inside === undefined ? {} : { additionalProperties: reference(inside, model) }),
    ...(schema.properties !== undefined && inside === undefined && !open ? { additionalProperties: false } : {}),
  };
}

function objectOf({ properties = {}, required = [] }: CrdSchema, model: Model): Record<string, unknown> {
  // The API server fills in defaults before it looks at what is required.
  const must = required.filter((name) => properties[name]?.default === undefined);
  return {
    properties: Object.fromEntries(Object.entries(properties).map(([name, inner]) => [name, reference(inner, model)])),
    ...(must.length === 0 ? {} : { required: must }),
  };
}

function reference(schema: CrdSchema, model: Model): Record<string, unknown> {
  const definition = schema.properties === undefined ? undefined : model.definitionOf(schema);
  return definition === undefined ? convert(schema, model) : { $ref: `#/$defs/${definition.name}` };
}

/** `exclusiveMinimum` was a flag in the drafts that Kubernetes follows, and is a number since. */
function bounds({ minimum, maximum, exclusiveMinimum }: CrdSchema): Record<string, unknown> {
  return only(exclusiveMinimum === true ? { exclusiveMinimum: minimum, maximum } : { minimum, maximum });
}

function only(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}
