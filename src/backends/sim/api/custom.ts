import type { StoredObject } from '../store/object.ts';
import type { ApiContext } from './handler.ts';
import { type Column, definitions, type Resource } from './resources.ts';

interface Version {
  readonly name: string;
  readonly served: boolean;
  readonly schema?: { readonly openAPIV3Schema?: unknown };
  readonly subresources?: { readonly status?: object; readonly scale?: object };
  readonly additionalPrinterColumns?: readonly {
    readonly name: string;
    readonly type: Column['type'];
    readonly jsonPath: string;
    readonly priority?: number;
  }[];
}

interface DefinitionSpec {
  readonly group: string;
  readonly scope: 'Namespaced' | 'Cluster';
  readonly names: {
    readonly plural: string;
    readonly kind: string;
    readonly shortNames?: readonly string[];
    readonly categories?: readonly string[];
  };
  readonly versions: readonly Version[];
}

/** Worked out once for each state of a definition: every request for a custom resource asks. */
const known = new WeakMap<StoredObject, readonly Resource[]>();

/** The resources that a CustomResourceDefinition adds, one a served version. */
export function resourcesOf(definition: StoredObject): readonly Resource[] {
  const found = known.get(definition) ?? madeOf(definition['spec'] as DefinitionSpec);
  known.set(definition, found);
  return found;
}

function madeOf({ group, scope, names, versions }: DefinitionSpec): readonly Resource[] {
  const { plural, kind, shortNames, categories } = names;
  return versions
    .filter(({ served }) => served)
    .map(({ name, schema, subresources, additionalPrinterColumns = [] }) => ({
      group,
      version: name,
      plural,
      kind,
      namespaced: scope === 'Namespaced',
      status: subresources?.status !== undefined,
      ...(subresources?.scale === undefined ? {} : { scale: true as const }),
      ...(shortNames === undefined ? {} : { shortNames }),
      ...(categories === undefined ? {} : { categories }),
      custom: {
        schema: schema?.openAPIV3Schema,
        columns: additionalPrinterColumns.map(({ name: title, type, jsonPath, priority = 0 }) => ({
          name: title,
          type,
          path: jsonPath,
          priority,
        })),
      },
    }));
}

/** The resource of a definition, or undefined when there is none (any more). */
export async function definitionAt(
  groupVersion: string,
  plural: string,
  context: ApiContext,
): Promise<Resource | undefined> {
  const [group = '', version = ''] = groupVersion.split('/');
  const definition = await context.storage.get(definitions, `${plural}.${group}`, 'cache');
  if (definition === undefined) return undefined;
  return resourcesOf(definition).find((one) => one.version === version);
}

/** The resources of every definition that there is. */
export async function customResources(context: ApiContext): Promise<readonly Resource[]> {
  const { items } = await context.storage.list(definitions, undefined, 'cache');
  return items.flatMap(resourcesOf);
}
