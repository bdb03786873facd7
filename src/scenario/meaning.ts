import { suggest } from '../base/did-you-mean.ts';
import type { Definition, Registry } from '../core/definition.ts';
import type { Indicator } from '../core/indicator.ts';
import { type Mistake, mistakesOf } from './mistake.ts';
import {
  defaultLimit,
  understandAbortRule,
  understandObjective,
  understandQuantity,
  type Understood,
} from './objective-text.ts';
import { isRecord, listOf, type Path, valueAt } from './path.ts';
import type { Registries } from './registries.ts';

/** What is wrong with a scenario that its shape alone does not show. Reads data of any shape; the shape is the schema's business. `judgedBy`: what objectives may name, where that is more. */
export function meaningOf(
  data: unknown,
  registries: Registries,
  judgedBy: Registry<Indicator> = registries.indicators,
): readonly Mistake[] {
  const spec = valueAt(data, ['spec']);
  if (!isRecord(spec)) return [];
  const faults = listOf(spec['faults']);
  const probes = listOf(spec['probes']);
  return [
    ...definitions(faults, registries.faults, ['spec', 'faults']),
    ...duplicates(faults, 'name', ['spec', 'faults']),
    ...definitions(probes, registries.probes, ['spec', 'probes']),
    ...duplicates(probes, 'type', ['spec', 'probes']),
    ...listOf(spec['abort']).flatMap((rule, i) => abortRule(rule, registries.indicators, ['spec', 'abort', i])),
    ...meaningOfSlos(data, judgedBy),
  ];
}

/** What is wrong with the objectives of a scenario or a profile. */
export function meaningOfSlos(data: unknown, indicators: Registry<Indicator>): readonly Mistake[] {
  return listOf(valueAt(data, ['spec', 'slos'])).flatMap((slo, i) =>
    isRecord(slo) ? objective(slo, indicators, ['spec', 'slos', i]) : [],
  );
}

/** The indicator of that name, or what is wrong with the name. */
export function understandIndicator(name: string, indicators: Registry<Indicator>): Understood<Indicator> {
  const indicator = indicators.find(name);
  if (indicator !== undefined) return { ok: true, value: indicator };
  return { ok: false, message: `there is no indicator "${name}"`, hint: suggest(name, indicators.names) };
}

function definitions<B>(entries: readonly unknown[], known: Registry<Definition<B>>, base: Path): readonly Mistake[] {
  return entries.flatMap((entry, i) => {
    const type = isRecord(entry) ? entry['type'] : undefined;
    if (!isRecord(entry) || typeof type !== 'string') return [];
    const definition = known.find(type);
    const path = [...base, i];
    if (definition !== undefined) return mistakesOf(definition.params, entry['with'] ?? {}, [...path, 'with']);
    return [
      { path: [...path, 'type'], message: `there is no ${known.what} "${type}"`, hint: suggest(type, known.names) },
    ];
  });
}

function duplicates(entries: readonly unknown[], key: 'name' | 'type', base: Path): readonly Mistake[] {
  const values = entries.map((entry) => (isRecord(entry) ? entry[key] : undefined));
  const what = base.at(-1) === 'faults' ? 'fault' : 'probe';
  return values.flatMap((value, i) => {
    const first = values.indexOf(value);
    if (typeof value !== 'string' || first === i) return [];
    const message =
      key === 'name' ? `another ${what} is called "${value}" already` : `there is a ${what} of type "${value}" already`;
    const hint = key === 'name' ? 'Give each its own name.' : 'Keep one of them.';
    return [{ path: [...base, i, key], message, hint }];
  });
}

function abortRule(rule: unknown, indicators: Registry<Indicator>, path: Path): readonly Mistake[] {
  if (typeof rule !== 'string') return [];
  return mistakesIn(
    understandAbortRule(rule, (sli) => understandIndicator(sli, indicators)),
    path,
  );
}

function objective(
  slo: Readonly<Record<string, unknown>>,
  indicators: Registry<Indicator>,
  path: Path,
): readonly Mistake[] {
  if (typeof slo['sli'] !== 'string') return [];
  const indicator = understandIndicator(slo['sli'], indicators);
  if (!indicator.ok) return mistakesIn(indicator, [...path, 'sli']);
  const { objective: text, limit } = slo;
  const bound = typeof text === 'string' ? understandObjective(text, indicator.value) : undefined;
  const known = bound?.ok === true ? bound.value.bound : undefined;
  return [
    ...(bound === undefined ? [] : mistakesIn(bound, [...path, 'objective'])),
    ...limitMistakes(limit, known, indicator.value, [...path, 'limit']),
    ...warnMistakes(slo['warn'], known, indicator.value, [...path, 'warn']),
    ...aggregateMistakes(slo, [...path, 'aggregate']),
  ];
}

function warnMistakes(warn: unknown, bound: number | undefined, indicator: Indicator, path: Path): readonly Mistake[] {
  if (typeof warn !== 'string' && typeof warn !== 'number') return [];
  const value = understandQuantity(String(warn), indicator);
  if (!value.ok) return mistakesIn(value, path);
  if (bound === undefined || (indicator.better === 'lower' ? value.value < bound : value.value > bound)) return [];
  const hint = `Give a value ${indicator.better === 'lower' ? 'below' : 'above'} the objective: a miss says more than a warning.`;
  return [{ path, message: `"${warn}" is not better than the objective`, hint }];
}

function aggregateMistakes(slo: Readonly<Record<string, unknown>>, path: Path): readonly Mistake[] {
  if (slo['aggregate'] === undefined || slo['streams'] !== undefined) return [];
  return [{ path, message: 'has no streams to take together', hint: 'Name them: streams: ["lb write *"].' }];
}

function limitMistakes(
  limit: unknown,
  bound: number | undefined,
  indicator: Indicator,
  path: Path,
): readonly Mistake[] {
  if (limit === undefined) {
    if (bound === undefined || defaultLimit(bound, indicator) !== undefined) return [];
    return [{ path, message: 'is missing', hint: `Give a limit: what is perfect ${indicator.name} is not known.` }];
  }
  if (typeof limit !== 'string' && typeof limit !== 'number') return [];
  const value = understandQuantity(String(limit), indicator);
  if (!value.ok) return mistakesIn(value, path);
  if (bound === undefined) return [];
  const lower = indicator.better === 'lower';
  if (lower ? value.value > bound : value.value < bound) return [];
  const message = `"${limit}" is not worse than the objective`;
  return [
    { path, message, hint: `Give a limit ${lower ? 'above' : 'below'} the objective: the score reaches 50 there.` },
  ];
}

function mistakesIn(understood: Understood<unknown>, path: Path): readonly Mistake[] {
  return understood.ok ? [] : [{ path, message: understood.message, hint: understood.hint }];
}
