import { parseArgs } from 'node:util';
import { suggest } from '../base/did-you-mean.ts';
import { parseDuration } from '../base/quantity.ts';
import type { Consent } from '../core/cluster.ts';
import { HarnessError } from '../core/errors.ts';

const spec = {
  cluster: { type: 'string', multiple: true },
  seed: { type: 'string' },
  repeat: { type: 'string' },
  jobs: { type: 'string' },
  pause: { type: 'string' },
  set: { type: 'string', multiple: true },
  out: { type: 'string' },
  slo: { type: 'string' },
  baseline: { type: 'string' },
  port: { type: 'string' },
  config: { type: 'string' },
  json: { type: 'boolean' },
  strict: { type: 'boolean' },
  'dry-run': { type: 'boolean' },
  'keep-going': { type: 'boolean' },
  for: { type: 'string' },
  yes: { type: 'boolean' },
  'max-nodes': { type: 'string' },
  'max-pods': { type: 'string' },
  rehearse: { type: 'boolean' },
  twin: { type: 'boolean' },
  seeds: { type: 'string' },
  faults: { type: 'boolean' },
  probes: { type: 'boolean' },
  indicators: { type: 'boolean' },
  slos: { type: 'boolean' },
  scenarios: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean' },
} as const;

/** The command line's options, parsed and checked. */
export interface Options {
  /** Where to run; the first where there are several. */
  readonly cluster: string | undefined;
  /** All that were named: runs take turns on them. */
  readonly clusters: readonly string[];
  readonly seed: number | undefined;
  readonly repeat: number;
  /** How many rehearsals at a time. */
  readonly jobs: number | undefined;
  /** How long a real cluster is left alone between two runs, ms. */
  readonly pauseMs: number;
  readonly set: readonly string[];
  readonly out: string | undefined;
  /** A profile, or a file of one, to judge by. */
  readonly slo: string | undefined;
  /** A run's folder, or a folder of runs, to compare with. */
  readonly baseline: string | undefined;
  readonly port: number | undefined;
  readonly config: string | undefined;
  readonly json: boolean;
  readonly strict: boolean;
  readonly dryRun: boolean;
  readonly keepGoing: boolean;
  /** How long `observe` lasts, ms. */
  readonly forMs: number | undefined;
  /** How far faults may go on a cluster that is not the harness's own. */
  readonly consent: Consent | undefined;
  /** What the simulated cluster predicts is put beside what a run measures. */
  readonly rehearse: boolean;
  readonly twin: boolean;
  /** How many rehearsals that is made of. */
  readonly seeds: number;
  readonly lists: readonly ('faults' | 'probes' | 'indicators' | 'scenarios' | 'slos')[];
  readonly help: boolean;
  readonly version: boolean;
}

/** Options and operands of a command line. Throws HarnessError('usage'). */
export function parseCommandLine(argv: readonly string[]): { options: Options; operands: readonly string[] } {
  const { values, positionals } = parse(argv);
  const lists = (['faults', 'probes', 'indicators', 'scenarios', 'slos'] as const).filter(
    (name) => values[name] === true,
  );
  return {
    operands: positionals,
    options: {
      cluster: values.cluster?.[0],
      clusters: values.cluster ?? [],
      seed: values.seed === undefined ? undefined : wholeNumber('--seed', values.seed, 0),
      repeat: values.repeat === undefined ? 1 : wholeNumber('--repeat', values.repeat, 1),
      jobs: values.jobs === undefined ? undefined : wholeNumber('--jobs', values.jobs, 1),
      pauseMs: values.pause === undefined ? 0 : lasting('--pause', values.pause),
      set: values.set ?? [],
      out: values.out,
      slo: values.slo,
      baseline: values.baseline,
      port: values.port === undefined ? undefined : wholeNumber('--port', values.port, 0),
      config: values.config,
      json: values.json === true,
      strict: values.strict === true,
      dryRun: values['dry-run'] === true,
      keepGoing: values['keep-going'] === true,
      forMs: values.for === undefined ? undefined : lasting('--for', values.for),
      consent: consentOf(values),
      rehearse: values.rehearse === true,
      twin: values.twin === true,
      seeds: values.seeds === undefined ? 5 : wholeNumber('--seeds', values.seeds, 1),
      lists,
      help: values.help === true,
      version: values.version === true,
    },
  };
}

function parse(
  argv: readonly string[],
): ReturnType<typeof parseArgs<{ options: typeof spec; allowPositionals: true }>> {
  try {
    return parseArgs({ args: [...argv], options: spec, allowPositionals: true });
  } catch (cause) {
    const unknown = /Unknown option '(-{1,2}[^']*)'/.exec(cause instanceof Error ? cause.message : '')?.[1];
    if (unknown !== undefined) {
      const known = Object.keys(spec).map((name) => `--${name}`);
      throw new HarnessError('usage', `there is no option ${unknown}`, { cause, hint: suggest(unknown, known) });
    }
    throw new HarnessError('usage', cause instanceof Error ? (cause.message.split('. ')[0] ?? '') : String(cause), {
      cause,
      hint: 'Run `npm run chaos -- --help` to see the options.',
    });
  }
}

function wholeNumber(option: string, text: string, least: number): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(value) && value >= least) return value;
  throw new HarnessError('usage', `${option} is "${text}"`, { hint: `Give a whole number from ${least} up.` });
}

function lasting(option: string, text: string): number {
  const ms = parseDuration(text);
  if (ms !== undefined && ms > 0) return ms;
  throw new HarnessError('usage', `${option} is "${text}"`, { hint: 'Give a duration with its unit: 90s, 5m.' });
}

/** All three together or none: a yes without bounds allows nothing. */
function consentOf(values: {
  readonly yes?: boolean;
  readonly 'max-nodes'?: string;
  readonly 'max-pods'?: string;
}): Consent | undefined {
  const { yes, 'max-nodes': maxNodes, 'max-pods': maxPods } = values;
  if (yes !== true && maxNodes === undefined && maxPods === undefined) return undefined;
  if (yes !== true || maxNodes === undefined || maxPods === undefined) {
    throw new HarnessError('usage', 'faults are allowed by --yes, --max-nodes and --max-pods together', {
      hint: 'Give all three, or none.',
    });
  }
  return { maxNodes: wholeNumber('--max-nodes', maxNodes, 0), maxPods: wholeNumber('--max-pods', maxPods, 0) };
}
