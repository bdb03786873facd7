import { z } from 'zod';
import { type Param, type ParamTable, type ParamsOf, recordKey } from './param.ts';
import { components, shape } from './tables.ts';

type Components = typeof components;

/** Everything that can be set on a simulated cluster, in base units. One record; nothing else decides a figure but the seed. */
export type ClusterParams = ParamsOf<typeof shape> & { readonly [C in keyof Components]: ParamsOf<Components[C]> };

/** What a scenario, the command line or a kind configuration says of a cluster; what it leaves out keeps its default. */
export type ClusterOverrides = Readonly<Record<string, unknown>>;

function optional(table: ParamTable): Record<string, z.ZodType> {
  return Object.fromEntries(
    Object.entries(table).map(([name, { schema, text, says }]) => [
      name,
      schema.optional().describe(`${says} Default: ${text}.`),
    ]),
  );
}

/** `spec.cluster` of a scenario. Its output keeps what was left out undefined. */
export const clusterSchema = z
  .strictObject({
    ...optional(shape),
    ...Object.fromEntries(
      Object.entries(components).map(([name, table]) => [name, z.strictObject(optional(table)).optional()]),
    ),
  })
  .optional()
  .describe('Settings of the simulated cluster, by the real flags’ names. A real cluster has its own.');

/**
 * The whole record: defaults, then each layer over it, the later the stronger. Layers are written as scenarios write them.
 * Throws ZodError when one does not fit.
 */
export function clusterParams(...layers: readonly ClusterOverrides[]): ClusterParams {
  const written = layers.map((layer) => clusterSchema.parse(layer) as ClusterOverrides);
  const groupOf = (name: string): readonly ClusterOverrides[] =>
    written.map((layer) => (layer[name] ?? {}) as ClusterOverrides);
  return {
    ...resolve(shape, written),
    ...Object.fromEntries(
      Object.entries(components).map(([name, table]) => [name, resolve(table, groupOf(name))] as const),
    ),
  } as unknown as ClusterParams;
}

function resolve(table: ParamTable, layers: readonly ClusterOverrides[]): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(table).map(([name, param]) => [recordKey(name, param), valueOf(name, param, layers)]),
  );
}

function valueOf(name: string, { schema, text }: Param, layers: readonly ClusterOverrides[]): unknown {
  const set = layers.map((layer) => layer[name]).filter((value) => value !== undefined);
  return set.length > 0 ? set.at(-1) : schema.parse(text);
}

/**
 * What a component's flags say, as a scenario would write it; flags that stand for no parameter are left out. etcd's are bare
 * milliseconds, bytes and words; Kubernetes' carry their units already.
 */
export function overridesOfFlags(
  component: keyof Components,
  args: Readonly<Record<string, string>>,
): ClusterOverrides {
  const entries = Object.entries(components[component] as ParamTable);
  return Object.fromEntries(
    entries.flatMap(([name, param]): (readonly [string, unknown])[] => {
      const value = param.flag === undefined ? undefined : args[param.flag];
      if (value === undefined) return [];
      const bare = /^\d+(\.\d+)?$/.test(value);
      if (param.kind === 'number') return [[name, Number(value)]];
      if (param.kind === 'switch') return [[name, value === 'true']];
      if (param.kind === 'duration') return [[name, bare ? `${value}ms` : value]];
      return [[name, bare ? `${value}B` : value]];
    }),
  );
}
