import * as client from '@kubernetes/client-node';
import { builtIn } from '../src/backends/sim/api/resources.ts';

interface Attribute {
  readonly baseName: string;
  readonly type: string;
  readonly format: string;
}

interface Model {
  readonly getAttributeTypeMap: () => readonly Attribute[];
}

/** Types that are posted to subresources and groups, beside those of the resources. */
const more = [
  'V1Scale',
  'V1Eviction',
  'V1Binding',
  'V1DeleteOptions',
  'V1Status',
  'V1SelfSubjectAccessReview',
  'V1SelfSubjectRulesReview',
  'V1SelfSubjectReview',
];

/** The fields of every type that the simulated API serves, `field: type`, as the client library's models have them. */
export function apiFields(): Readonly<Record<string, Readonly<Record<string, string>>>> {
  const models = client as unknown as Readonly<Record<string, Model | undefined>>;
  const found: Record<string, Readonly<Record<string, string>>> = {};
  const visit = (name: string): void => {
    const model = models[name];
    if (found[name] !== undefined || model?.getAttributeTypeMap === undefined) return;
    const fields = model.getAttributeTypeMap();
    found[name] = Object.fromEntries(fields.map(({ baseName, type, format }) => [baseName, short(type, format)]));
    for (const { type } of fields) for (const part of type.match(/\w+/g) ?? []) visit(part);
  };
  for (const { model } of builtIn) if (model !== undefined) visit(model);
  for (const name of more) visit(name);
  return Object.fromEntries(Object.entries(found).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function short(type: string, format: string): string {
  if (type === 'string' && format === 'int-or-string') return 'int-or-string';
  if (type === 'number') return format === 'double' ? 'number' : 'integer';
  return type;
}
