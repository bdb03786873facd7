import type { Outage, Reporter, RunReport } from '../core/report.ts';
import type { Timeline } from '../core/timeline.ts';
import { requestsByStream } from './requests.ts';

/** metrics.txt: the run's numbers as OpenMetrics text. What was not measured has no sample, and never a zero. */
export const metricsTxt: Reporter<string> = {
  name: 'metrics-txt',
  summary: 'The numbers as OpenMetrics text.',
  file: 'metrics.txt',
  render: (report, timeline) => {
    const families = [
      ...runFamilies(report),
      ...sliFamilies(report),
      ...sloFamilies(report),
      ...outageFamilies(report, timeline),
    ];
    return `${families.flatMap(familyLines).join('\n')}\n# EOF\n`;
  },
};

type Labels = Readonly<Record<string, string>>;

interface Sample {
  readonly labels: Labels;
  readonly value: number | undefined;
}

interface Family {
  readonly name: string;
  readonly type: 'gauge' | 'info' | 'stateset';
  readonly unit?: string;
  readonly help: string;
  readonly samples: readonly Sample[];
}

function runFamilies(report: RunReport): readonly Family[] {
  const labels = { scenario: report.scenario.name, backend: report.backend };
  const gauge = (name: string, help: string, value: number | undefined): Family => {
    const unit = ['seconds', 'bytes'].find((word) => name.endsWith(`_${word}`));
    return { name: `aftershock_${name}`, type: 'gauge', ...(unit && { unit }), help, samples: [{ labels, value }] };
  };
  const about = { ...labels, run: report.id, seed: String(report.seed), simulated: String(report.simulated) };
  return [
    { name: 'aftershock_run', type: 'info', help: 'The run.', samples: [{ labels: about, value: 1 }] },
    {
      name: 'aftershock_verdict',
      type: 'stateset',
      help: 'The verdict of the run.',
      samples: states('aftershock_verdict', ['pass', 'fail', 'inconclusive'], report.verdict, labels),
    },
    gauge('score', 'Room that is left, 0 to 100; does not gate.', report.score),
    gauge('run_started_seconds', 'Unix time at which the run began.', Date.parse(report.startedAt) / 1000),
    gauge('run_duration_seconds', 'How long the run lasted.', report.endedAt / 1000),
    gauge('probes_planned', 'Requests that were due.', report.harness.probesPlanned),
    gauge('probes_sent', 'Requests that were sent.', report.harness.probesSent),
    gauge('probe_lateness_p99_seconds', 'How late requests were sent.', seconds(report.harness.latenessP99Ms)),
    gauge('leftovers', 'Things that could not be healed or removed.', report.leftovers.length),
  ];
}

const baseUnits: Readonly<Record<string, { readonly suffix: string; readonly factor: number }>> = {
  duration: { suffix: 'seconds', factor: 1e-3 },
  ms: { suffix: 'seconds', factor: 1e-3 },
  ratio: { suffix: 'ratio', factor: 1 },
  size: { suffix: 'bytes', factor: 1 },
  bytes: { suffix: 'bytes', factor: 1 },
  rate: { suffix: 'per_second', factor: 1 },
  'replica-seconds': { suffix: 'replica_seconds', factor: 1 },
};

/** One family per unit: OpenMetrics wants base units, and a family has one. */
function sliFamilies(report: RunReport): readonly Family[] {
  const families = new Map<string, Sample[]>();
  const add = (unit: string, labels: Labels, value: number | undefined): void => {
    const { suffix, factor } = baseUnits[unit] ?? { suffix: '', factor: 1 };
    const samples = families.get(suffix) ?? [];
    samples.push({ labels, value: value === undefined ? undefined : value * factor });
    families.set(suffix, samples);
  };
  for (const [sli, { status, value, unit, phases }] of sorted(report.slis)) {
    if (status !== 'unmeasured') add(unit, { sli, phase: 'all', censored: String(status === 'censored') }, value);
    for (const [phase, part] of sorted(phases)) {
      if (part.status !== 'unmeasured')
        add(unit, { sli, phase, censored: String(part.status === 'censored') }, part.value);
    }
  }
  return [...families].map(([suffix, samples]) => ({
    name: suffix === '' ? 'aftershock_sli' : `aftershock_sli_${suffix}`,
    type: 'gauge',
    ...(suffix && { unit: suffix }),
    help: 'Service level indicators; a censored value is a lower bound.',
    samples,
  }));
}

function sloFamilies(report: RunReport): readonly Family[] {
  const labelsOf = (slo: RunReport['slos'][number]): Labels => ({
    sli: slo.sli,
    objective: slo.objective,
    during: slo.during.join(','),
  });
  const statuses = ['met', 'missed', 'unmeasured', 'skipped'];
  const name = 'aftershock_slo_status';
  return [
    {
      name,
      type: 'stateset',
      help: 'What became of each objective.',
      samples: report.slos.flatMap((slo) => states(name, statuses, slo.status, labelsOf(slo))),
    },
    {
      name: 'aftershock_slo_score',
      type: 'gauge',
      help: 'Score of each objective, 0 to 1.',
      samples: report.slos.map((slo) => ({ labels: labelsOf(slo), value: slo.score })),
    },
  ];
}

function outageFamilies(report: RunReport, timeline: Timeline): readonly Family[] {
  const ids = new Set([
    ...requestsByStream(timeline).flatMap(({ stream, requests }) => (requests.length > 0 ? [stream.id] : [])),
    ...report.outages.map(({ stream }) => stream),
  ]);
  const of = (measure: (outages: readonly Outage[]) => number): Sample[] =>
    [...ids].sort().map((stream) => ({
      labels: { stream },
      value: measure(report.outages.filter((outage) => outage.stream === stream)),
    }));
  const total = (outages: readonly Outage[]): number =>
    outages.reduce((sum, { startAt, endAt }) => sum + endAt - startAt, 0);
  const help = 'Outages of each stream, two bad requests or more in a row.';
  return [
    { name: 'aftershock_stream_outages', type: 'gauge', help, samples: of((outages) => outages.length) },
    {
      name: 'aftershock_stream_open_outages',
      type: 'gauge',
      help: 'Outages that were never seen to end.',
      samples: of((outages) => outages.filter(({ open }) => open).length),
    },
    {
      name: 'aftershock_stream_outage_seconds',
      type: 'gauge',
      unit: 'seconds',
      help: 'Sum of all outages; a lower bound where one is open.',
      samples: of((outages) => total(outages) / 1000),
    },
  ];
}

function states(name: string, all: readonly string[], current: string, labels: Labels): readonly Sample[] {
  return all.map((state) => ({ labels: { ...labels, [name]: state }, value: state === current ? 1 : 0 }));
}

function familyLines({ name, type, unit, help, samples }: Family): readonly string[] {
  const known = samples.filter(({ value }) => value !== undefined && Number.isFinite(value));
  if (known.length === 0) return [];
  const suffix = type === 'info' ? '_info' : '';
  return [
    `# TYPE ${name} ${type}`,
    ...(unit === undefined ? [] : [`# UNIT ${name} ${unit}`]),
    `# HELP ${name} ${help}`,
    ...known.map(
      ({ labels, value }) => `${name}${suffix}${labelsText(labels)} ${Number((value ?? Number.NaN).toPrecision(12))}`,
    ),
  ];
}

function labelsText(labels: Labels): string {
  const escaped = (value: string): string => value.replace(/\\/g, '\\\\').replace(/"/g, '\\"').replace(/\n/g, '\\n');
  return `{${Object.entries(labels)
    .map(([name, value]) => `${name}="${escaped(value)}"`)
    .join(',')}}`;
}

function seconds(ms: number | undefined): number | undefined {
  return ms === undefined ? undefined : ms / 1000;
}

function sorted<T>(entries: Readonly<Record<string, T>>): readonly (readonly [string, T])[] {
  return Object.entries(entries).sort(([a], [b]) => (a < b ? -1 : 1));
}
