import { z } from 'zod';
import { reportSchema } from './report.ts';

const text = z.string();
const number = z.number();
const at = number.describe('ms since the run began');
const ratio = number.describe('0 to 1');
const texts = z.array(text);
const byName = <T extends z.ZodType>(value: T): z.ZodRecord<z.ZodString, T> => z.record(text, value);
const status = z.enum(['measured', 'censored', 'unmeasured']);
const pair = z.tuple([number, number]);

const injection = z.object({
  kind: z.enum(['chaos-mesh', 'node', 'api']),
  name: text,
  appliedAt: at.optional(),
  injectedAt: at.optional(),
  provedAt: at.optional(),
  healingAt: at.optional(),
  healedAt: at.optional(),
  goneAt: at.optional(),
  proof: z.object({ status: z.enum(['proven', 'unproven']), detail: text }),
  error: text.optional(),
});

const outage = z.object({
  stream: text,
  startAt: at,
  endAt: at,
  open: z.boolean().describe('Never seen to end: the length is a lower bound.'),
  samples: number,
  errors: byName(number),
});

const reschedule = z.object({
  lostPod: text,
  lostNode: text.optional(),
  notReadyAt: at.optional(),
  deletedAt: at.optional(),
  replacement: text.optional(),
  replacementNode: text.optional(),
  createdAt: at.optional(),
  scheduledAt: at.optional(),
  readyAt: at.optional(),
  nodeNotReadyAt: at.optional(),
  taintedAt: at.optional(),
  sandboxAt: at.optional(),
  startedAt: at.optional(),
  inEndpointsAt: at.optional(),
});

const sli = z.object({
  status,
  value: number.optional(),
  unit: text.describe('ms, ratio, count, rate, bytes or replica-seconds'),
  summary: text.optional(),
  definition: text.optional().describe('The exact definition, with its parameters.'),
  samples: number.optional(),
  reason: text.optional().describe('Why it was not measured.'),
  evidence: text.optional(),
  bounds: pair.optional().describe('Smallest and largest true value that the samples allow.'),
  phases: byName(z.object({ status, value: number.optional(), samples: number.optional() })),
});

const slo = z.object({
  sli: text,
  objective: text,
  comparison: z.enum(['<=', '>=', '<', '>']),
  bound: number,
  limit: number.nullable().describe('Where the score reaches one half; null where it is not known.'),
  weight: number,
  during: texts,
  streams: texts.optional(),
  aggregate: z.enum(['worst', 'median', 'best']).optional(),
  warn: number.optional(),
  critical: z.boolean().optional(),
  profile: text.optional(),
  value: number.optional(),
  censored: z.boolean().describe('The value is a lower bound.'),
  samples: number.optional(),
  unit: text,
  status: z.enum(['met', 'missed', 'unmeasured', 'skipped']),
  score: ratio.optional(),
  headroom: number.nullable().optional(),
  reason: text,
  warning: text.optional(),
});

const alert = z.object({
  severity: z.enum(['page', 'ticket']),
  factor: number,
  longMs: number,
  shortMs: number,
  needsBadMs: number,
  peakBurn: number,
  firedAt: at.optional(),
  afterMs: number.optional(),
});

const budget = z.object({
  service: z.enum(['api', 'workload']),
  streams: texts,
  objective: ratio,
  windowMs: number,
  badMs: number,
  cost: number.describe('Share of the window’s error budget; 1 is all of it.'),
  affordable: number.optional(),
  open: z.boolean(),
  alerts: z.array(alert),
});

const expected = z.object({
  sli: text,
  bounds: pair,
  arithmetic: text,
  measured: number.optional(),
  censored: z.boolean().optional(),
  place: z.enum(['below', 'within', 'above']).optional(),
});

const twinSide = z.object({
  values: z.array(z.object({ value: number, censored: z.boolean() })),
  median: number.optional(),
  medianCensored: z.boolean(),
});

const twin = z.object({
  schema: z.literal('aftershock/twin/v1'),
  scenario: text,
  title: text,
  backend: text,
  runs: z.array(
    z.object({ id: text, startedAt: text, seed: number, verdict: z.enum(['pass', 'fail', 'inconclusive']) }),
  ),
  seeds: z.array(number).describe('Of the rehearsals on the simulated cluster.'),
  settings: texts.describe('What the simulated cluster was told of the real one.'),
  factor: number,
  notes: texts,
  indicators: z.array(
    z.object({
      sli: text,
      unit: text,
      better: z.enum(['lower', 'higher']),
      measured: twinSide,
      simulated: twinSide,
      ratio: number.optional().describe('Simulated over measured, of the medians.'),
      place: z.enum(['alike', 'apart', 'unknown']),
      reason: text,
    }),
  ),
});

const advice = z.object({
  rule: text,
  sli: text,
  objective: text,
  slowest: text,
  parts: z.array(z.object({ name: text, ms: number })),
  setting: text,
  text,
  costs: text,
});

/** What ran, and where. */
const head = {
  schema: z.literal(reportSchema),
  id: text,
  scenario: z.object({ name: text, title: text, hypothesis: text, text, overrides: texts }),
  backend: text,
  simulated: z.boolean(),
  seed: number,
  command: text.describe('The command that repeats the run.'),
  startedAt: z.iso.datetime(),
  endedAt: at,
  versions: byName(text),
  topology: z.object({
    nodes: z.array(z.object({ name: text, zone: text.optional(), role: text })),
    zones: texts,
    flags: byName(text).describe('Settings that decide the figures, by component.'),
    nameServers: texts.optional().describe('The node of each replica of the cluster’s DNS when the run began.'),
    restarted: z
      .array(z.object({ name: text, times: number, startedUnixMs: number }))
      .optional()
      .describe('Pods of the control plane that had been restarted when the run began, and since when they run.'),
  }),
  probePath: text,
};

/** What was done and seen. */
const record = {
  phases: z.array(
    z.object({
      name: z.enum(['setup', 'baseline', 'fault', 'recovery', 'observation', 'teardown']),
      startAt: at,
      endAt: at,
    }),
  ),
  marks: z.array(z.object({ at, kind: z.enum(['phase', 'fault', 'injection', 'guard', 'problem', 'note']), text })),
  faults: z.array(
    z.object({
      name: text,
      type: text,
      targets: texts,
      disabledNodes: texts,
      injections: z.array(injection),
      error: text.optional(),
    }),
  ),
  outages: z.array(outage),
  reschedules: z.array(reschedule),
};

/** The shape of run.json. Later versions of the same schema may add keys, and never change one. */
export const runSchema = z
  .object({
    ...head,
    ...record,
    slis: byName(sli),
    slos: z.array(slo),
    expected: z.array(expected).optional(),
    advice: z.array(advice).optional(),
    twin: twin.optional(),
    budgets: z.array(budget).optional(),
    score: number.min(0).max(100).optional(),
    verdict: z.enum(['pass', 'fail', 'inconclusive']),
    reasons: texts.min(1),
    validity: z.array(z.object({ check: text, status: z.enum(['ok', 'warning', 'failed']), detail: text })),
    steadyState: texts.optional(),
    leftovers: texts,
    stoppedBy: z.object({ code: text, message: text, hint: text.optional() }).optional(),
    applied: z.array(z.unknown()),
    harness: z.object({
      latenessP99Ms: number.optional(),
      probesPlanned: number,
      probesSent: number,
      cpuMs: number,
      rssMb: number,
      clockStepMs: number.optional(),
    }),
  })
  .describe('The report of one run of Aftershock.');
