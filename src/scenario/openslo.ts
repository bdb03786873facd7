import { parseAllDocuments } from 'yaml';
import { suggest } from '../base/did-you-mean.ts';
import type { Registry } from '../core/definition.ts';
import { HarnessError } from '../core/errors.ts';
import type { Indicator } from '../core/indicator.ts';
import type { Comparison, Objective, SloProfile } from '../core/objective.ts';
import { openSloSource, openSloVersion } from '../core/openslo.ts';
import { understandObjective, understandQuantity } from './objective-text.ts';
import { objectiveOf } from './objectives.ts';
import { isRecord, listOf, valueAt } from './path.ts';
import { sloDocument } from './schema.ts';

const comparisons: Readonly<Record<string, Comparison>> = { lte: '<=', lt: '<', gte: '>=', gt: '>' };

/** Whether a text holds OpenSLO documents, as far as its first one says. */
export function isOpenSlo(text: string): boolean {
  return /^apiVersion:\s*["']?openslo\//m.test(text);
}

/**
 * OpenSLO v1 documents as objectives. An `SLO` is read when its indicator (inline, or an `SLI` of the same file) has a
 * metricSource of type Aftershock, whose `spec.sli` names one of our indicators: a ratioMetric gives `target` as the bound, a
 * thresholdMetric gives `op` and `value` in the source's `spec.unit`. Optional in the source's spec: limit, during, streams, aggregate,
 * warn, critical, as in a scenario. `compositeWeight` is the weight. Other kinds are left alone.
 * Throws HarnessError('scenario-invalid') with every mistake.
 */
export function readOpenSlo(file: string, text: string, indicators: Registry<Indicator>): SloProfile {
  const documents = parseAllDocuments(text);
  const parsed = Array.isArray(documents) ? documents : [];
  const mistakes = parsed.flatMap(({ errors }) => errors.map(({ message }) => `${file}: YAML: ${message}`));
  const data = mistakes.length > 0 ? [] : parsed.map((document) => document.toJS() as unknown);
  const slis = new Map(data.filter(isKind('SLI')).map((sli) => [valueAt(sli, ['metadata', 'name']), sli]));
  const objectives: Objective[] = [];
  for (const slo of data.filter(isKind('SLO'))) {
    const named = valueAt(slo, ['metadata', 'name']);
    const name = typeof named === 'string' ? named : '(without a name)';
    const inline = valueAt(slo, ['spec', 'indicator']);
    const indicator = inline ?? slis.get(valueAt(slo, ['spec', 'indicatorRef']));
    for (const objective of listOf(valueAt(slo, ['spec', 'objectives']))) {
      const read = objectiveFrom(valueAt(indicator, ['spec']), objective, indicators);
      if (typeof read === 'string') mistakes.push(`${file} SLO ${name}: ${read}`);
      else objectives.push({ ...read, profile: name });
    }
  }
  if (mistakes.length === 0 && objectives.length === 0) mistakes.push(`${file}: holds no SLO with an objective`);
  if (mistakes.length > 0) throw new HarnessError('scenario-invalid', mistakes.join('\n'));
  return { name: file, title: `OpenSLO of ${file}`, slos: objectives };
}

/** The objective, or what is wrong with it. */
function objectiveFrom(spec: unknown, objective: unknown, indicators: Registry<Indicator>): Objective | string {
  if (spec === undefined) return 'its indicator is neither inline nor an SLI of the file.';
  const ratio = valueAt(spec, ['ratioMetric']);
  const source = valueAt(ratio, ['raw', 'metricSource']) ?? valueAt(spec, ['thresholdMetric', 'metricSource']);
  const own = valueAt(source, ['spec']);
  if (valueAt(source, ['type']) !== openSloSource || !isRecord(own)) {
    return `its metricSource is not of type ${openSloSource}. Give it \`type: ${openSloSource}\` and \`spec: { sli: <indicator> }\`.`;
  }
  const { sli, unit, ...rest } = own;
  const indicator = indicators.find(String(sli));
  if (indicator === undefined)
    return `there is no indicator "${String(sli)}". ${suggest(String(sli), indicators.names)}`;
  const bound = isRecord(ratio) ? ratioText(objective, indicator) : thresholdText(objective, unit);
  if (!bound.ok) return bound.message;
  const understood = understandObjective(bound.text, indicator);
  if (!understood.ok) return `${understood.message}. ${understood.hint}`;
  const weight = valueAt(objective, ['compositeWeight']);
  const slo = sloDocument.safeParse({
    ...rest,
    sli,
    objective: bound.text,
    ...(weight === undefined ? {} : { weight }),
  });
  if (!slo.success) return slo.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');
  const wrong = [slo.data.limit, slo.data.warn].flatMap((value) => {
    const read = value === undefined ? undefined : understandQuantity(String(value), indicator);
    return read === undefined || read.ok ? [] : [read.message];
  });
  return wrong.length > 0 ? wrong.join('; ') : objectiveOf(slo.data, indicators);
}

type Text = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly message: string };

/** A share of good requests is a target from below; of bad ones, what is left of it from above. */
function ratioText(objective: unknown, { better, name, dimension }: Indicator): Text {
  if (dimension !== 'ratio') return { ok: false, message: `${name} is no ratio: use a thresholdMetric.` };
  const percent = valueAt(objective, ['targetPercent']);
  const target = valueAt(objective, ['target']);
  const share = typeof percent === 'number' ? percent / 100 : target;
  if (typeof share !== 'number') return { ok: false, message: 'an objective has neither target nor targetPercent.' };
  const text = (ratio: number): string => `${Number((ratio * 100).toPrecision(12))}%`;
  return { ok: true, text: better === 'higher' ? `>= ${text(share)}` : `<= ${text(1 - share)}` };
}

function thresholdText(objective: unknown, unit: unknown): Text {
  const op = valueAt(objective, ['op']);
  const value = valueAt(objective, ['value']);
  const comparison = comparisons[String(op)];
  if (comparison === undefined) return { ok: false, message: `op is "${String(op)}". Use lte, lt, gte or gt.` };
  if (typeof value !== 'number') return { ok: false, message: 'an objective has no value.' };
  const suffix = typeof unit !== 'string' || unit === 'count' ? '' : unit === 'replica-seconds' ? ` ${unit}` : unit;
  return { ok: true, text: `${comparison} ${value}${suffix}` };
}

function isKind(kind: string): (document: unknown) => boolean {
  return (document) => isRecord(document) && document['kind'] === kind && document['apiVersion'] === openSloVersion;
}
