import { stringify } from 'yaml';
import { openSloSource, openSloVersion } from '../core/openslo.ts';
import type { Reporter, RunReport, SloReport } from '../core/report.ts';

/**
 * openslo.yaml: each objective as an OpenSLO v1 document, with what became of it in its annotations. The file reads back as
 * the same objectives (`report RUN --slo openslo.yaml`).
 */
export const openSlo: Reporter<string> = {
  name: 'openslo',
  summary: 'The objectives as OpenSLO v1 documents, with their results.',
  file: 'openslo.yaml',
  render: (report) => {
    const head = `# Run ${report.id} of scenario ${report.scenario.name} on ${report.backend}${report.simulated ? ' (SIMULATED)' : ''}.\n`;
    const documents = report.slos.map((slo, index) => stringify(documentOf(report, slo, index)));
    return head + (documents.length === 0 ? '# It was judged by no objective.\n' : documents.join('---\n'));
  },
};

const prefix = 'aftershock.dev';
const ops = { '<=': 'lte', '<': 'lt', '>=': 'gte', '>': 'gt' } as const;
/** A window and a target are required. Each run is judged alone, so both are nominal for what is not a share of requests. */
const nominalTarget = 0.999;
const window = { duration: '30d', isRolling: true };

function documentOf(report: RunReport, slo: SloReport, index: number): unknown {
  const name = `${report.scenario.name}-${slo.sli}-${index + 1}`.toLowerCase().replace(/[^a-z0-9-]+/g, '-');
  return {
    apiVersion: openSloVersion,
    kind: 'SLO',
    metadata: {
      name: name.slice(0, 63),
      displayName: `${slo.sli} ${slo.objective}`,
      annotations: resultOf(report, slo),
    },
    spec: {
      description: slo.reason.slice(0, 1050),
      service: report.scenario.name,
      indicator: { metadata: { name: slo.sli.toLowerCase().replace(/[^a-z0-9-]+/g, '-') }, spec: indicatorOf(slo) },
      timeWindow: [window],
      budgetingMethod: 'Occurrences',
      objectives: [objectiveOf(slo)],
    },
  };
}

function indicatorOf(slo: SloReport): unknown {
  const metricSource = { type: openSloSource, spec: sourceOf(slo) };
  if (slo.unit !== 'ratio') return { thresholdMetric: { metricSource } };
  const rawType = wantsMore(slo) ? 'success' : 'failure';
  return { ratioMetric: { counter: true, rawType, raw: { metricSource } } };
}

function sourceOf(slo: SloReport): unknown {
  const { sli, unit, during, streams, aggregate, warn, critical } = slo;
  return {
    sli,
    ...(unit === 'ratio' ? {} : { unit: suffixOf(unit) }),
    during,
    // A limit that is not known is null in JSON.
    ...(Number.isFinite(slo.limit) ? { limit: quantityText(slo.limit, unit) } : {}),
    ...(streams === undefined ? {} : { streams }),
    ...(aggregate === undefined ? {} : { aggregate }),
    ...(warn === undefined ? {} : { warn: quantityText(warn, unit) }),
    ...(critical === undefined ? {} : { critical }),
  };
}

function objectiveOf(slo: SloReport): unknown {
  const weight = { compositeWeight: slo.weight };
  if (slo.unit === 'ratio') return { target: exact(wantsMore(slo) ? slo.bound : 1 - slo.bound), ...weight };
  const percentile = /\.p(\d+)$/.exec(slo.sli)?.[1];
  const target = percentile === undefined ? nominalTarget : Number(`0.${percentile}`);
  return { op: ops[slo.comparison], value: slo.bound, target, ...weight };
}

/** Values of annotations are words of letters, digits, dots and dashes. */
function resultOf(report: RunReport, slo: SloReport): Readonly<Record<string, string>> {
  const all = {
    run: report.id,
    verdict: report.verdict,
    status: slo.status,
    value: slo.value === undefined ? undefined : String(exact(slo.value)),
    censored: String(slo.censored),
    score: slo.score === undefined ? undefined : String(exact(slo.score)),
  };
  const known = Object.entries(all).flatMap(([key, value]) =>
    value === undefined ? [] : [[`${prefix}/${key}`, value]],
  );
  return Object.fromEntries(known) as Record<string, string>;
}

function wantsMore({ comparison }: SloReport): boolean {
  return comparison === '>=' || comparison === '>';
}

function quantityText(value: number, unit: string): string {
  if (unit === 'ratio') return `${exact(value * 100)}%`;
  const suffix = suffixOf(unit);
  if (suffix === 'count') return String(value);
  return suffix === 'replica-seconds' ? `${value} ${suffix}` : `${value}${suffix}`;
}

function suffixOf(unit: string): string {
  return { bytes: 'B', rate: '/s' }[unit] ?? unit;
}

/** Without the last digits, in which sums of fractions err. */
function exact(value: number): number {
  return Number(value.toPrecision(12));
}
