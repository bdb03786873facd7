import { registry } from '../core/definition.ts';
import { queryUnits, type QuerySpec } from '../core/query.ts';
import { queryIndicator } from '../indicators/query.ts';
import type { Mistake } from './mistake.ts';
import { isRecord, listOf, valueAt } from './path.ts';
import type { Registries } from './registries.ts';
import type { QueryDocument } from './schema.ts';

/** The registries with the indicators that a scenario brings along. Reads data of any shape; the shape is the schema's business. */
export function withOwnIndicators(registries: Registries, data: unknown): Registries {
  const own = new Map(
    listOf(valueAt(data, ['spec', 'indicators'])).flatMap((one) => {
      if (!isRecord(one) || typeof one['name'] !== 'string' || !one['name'].startsWith('query.')) return [];
      const { name, unit, better } = one as { name: string; unit?: QuerySpec['unit']; better?: QuerySpec['better'] };
      const known = queryUnits.find((unitName) => unitName === unit);
      if (known === undefined) return [];
      const asked = { name, unit: known, better: better ?? 'lower', query: '', take: 'max', stepMs: 0 } as const;
      return [[name, queryIndicator(asked)] as const];
    }),
  );
  if (own.size === 0) return registries;
  return { ...registries, indicators: registry('indicator', [...registries.indicators.all, ...own.values()]) };
}

/** Two indicators of one name. */
export function meaningOfOwnIndicators(data: unknown): readonly Mistake[] {
  const names = listOf(valueAt(data, ['spec', 'indicators'])).map((one) => (isRecord(one) ? one['name'] : undefined));
  return names.flatMap((name, i) =>
    typeof name !== 'string' || names.indexOf(name) === i
      ? []
      : [
          {
            path: ['spec', 'indicators', i, 'name'],
            message: `another indicator is called "${name}" already`,
            hint: 'Give each its own name.',
          },
        ],
  );
}

/** An indicator of a scenario's own, as the harness asks for it. */
export function querySpec({ name, unit, better, with: given }: QueryDocument): QuerySpec {
  const { url, query, step, take, timeout, auth, tls } = given;
  return {
    name,
    unit,
    better,
    url,
    query,
    take,
    stepMs: step,
    timeoutMs: timeout,
    auth,
    tls: { caFile: tls.ca, insecure: tls.insecure },
  };
}
