import { applyOverrides } from './overrides.ts';
import { isRecord, listOf, valueAt } from './path.ts';
import { scenarioSchema } from './schema.ts';
import { parseYaml } from './yaml-source.ts';

/**
 * The names of the faults that a saved run's scenario declares, read from its text as it stood; the text need not be valid for
 * this version. Undefined when it cannot be read.
 */
export function declaredFaults(text: string, overrides: readonly string[]): readonly string[] | undefined {
  const source = parseYaml(text);
  if (!source.usable) return undefined;
  const { data } = applyOverrides(source.data, overrides, scenarioSchema);
  const spec = valueAt(data, ['spec']);
  if (!isRecord(spec)) return undefined;
  return listOf(spec['faults']).flatMap((fault) => {
    const name = isRecord(fault) ? fault['name'] : undefined;
    return typeof name === 'string' ? [name] : [];
  });
}
