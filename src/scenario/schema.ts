import { z } from 'zod';
import { clusterSchema } from '../core/cluster-params/index.ts';
import type { JudgedPhase } from '../core/indicator.ts';
import { aggregates } from '../core/objective.ts';
import { duration } from '../core/params.ts';
import { queryTakes, queryUnits } from '../core/query.ts';

/** The version of the files that this program reads. */
const scenarioApiVersion = 'aftershock/v1';

/** What a run, a folder and an object may be called. */
const dnsLabel = z.string().regex(/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/, {
  error: ({ input }) => `${JSON.stringify(input)} is no DNS label: use a-z, 0-9 and "-", at most 63 characters`,
});

const judgedPhases = ['baseline', 'fault', 'recovery'] as const satisfies readonly JudgedPhase[];
const words = z.string().trim().min(1);
const count = z.int().min(0).default(0);
const lasting = (what: string): z.ZodType<number, string> =>
  duration().refine((ms) => ms > 0, { error: `${what} must last longer than that` });

/** `metadata` of scenarios and suites. */
const metadataSchema = z
  .strictObject({
    name: dnsLabel.describe('A DNS label: the name of the file without its ending.'),
    title: words.optional().describe('One line for lists and reports; the name where it is left out.'),
    labels: z.record(z.string(), z.string()).default({}).describe('For choosing and grouping scenarios.'),
  })
  .describe('What the file is called.');

const requiresSchema = z
  .strictObject({
    zones: count.describe('How many zones the cluster must have at least.'),
    controlPlanes: count.describe('How many control-plane nodes.'),
    workers: count.describe('How many other nodes.'),
  })
  .prefault({})
  .describe('What a cluster must have before the scenario makes sense.');

const timelineSchema = z
  .strictObject({
    baseline: lasting('the baseline').describe('How long the steady state is measured before the first fault.'),
    recovery: lasting('the recovery').describe('How long is measured after the last heal.'),
  })
  .describe('The phases around the faults.');

const faultSchema = z.strictObject({
  name: words.describe('In your own words; no two faults of a scenario share one.'),
  type: z.string().describe('Which fault: `npm run chaos -- list --faults`.'),
  at: duration().prefault('0s').describe('When it is injected, from the beginning of the fault phase.'),
  for: lasting('a fault').describe('When it is healed, from its injection.'),
  with: z.unknown().optional().describe('The parameters of the fault.'),
});

const probeSchema = z.strictObject({
  type: z.string().describe('Which probe: `npm run chaos -- list --probes`.'),
  with: z.unknown().optional().describe('The parameters of the probe.'),
});

/** One objective, of a scenario or a profile. */
export const sloDocument = z.strictObject({
  sli: z.string().describe('Which indicator: `npm run chaos -- list --indicators`.'),
  objective: z
    .string()
    .describe('A comparison and a bound with its unit: "<= 60s", ">= 99.9%", "<= 300 replica-seconds".'),
  limit: z
    .union([z.string(), z.number()])
    .optional()
    .describe(
      'Where the score reaches 50; three times the distance between the objective and perfection where left out.',
    ),
  weight: z.number().positive().default(1).describe('How much it counts in the score.'),
  during: z
    .array(z.enum(judgedPhases))
    .min(1)
    .optional()
    .describe('The phases that it is judged over; the indicator’s own where left out.'),
  streams: z
    .array(words)
    .min(1)
    .optional()
    .describe('Patterns of stream ids (`*` for anything): only these are looked at, such as "lb write *".'),
  aggregate: z
    .enum(aggregates)
    .optional()
    .describe('Measures each of the streams alone and takes the worst, the median or the best; needs `streams`.'),
  warn: z
    .union([z.string(), z.number()])
    .optional()
    .describe('A warning is given beyond this value, though the objective is met.'),
  critical: z.boolean().default(false).describe('A miss makes the score of the whole run 0.'),
});

const slosSchema = z.array(sloDocument);

const secretName = words.regex(/^[A-Za-z_]\w*$/).describe('The name of an environment variable that holds the secret.');

/** An indicator of a scenario's own. */
const queryDocument = z.strictObject({
  name: z
    .string()
    .regex(/^query\.[a-zA-Z][\w.-]*$/, { error: 'begins with "query." and a letter, such as query.checkoutErrors' })
    .describe('Begins with "query.".'),
  type: z.literal('prometheus').describe('A PromQL query over the run.'),
  unit: z.enum(queryUnits).describe('The unit of its values.'),
  better: z.enum(['lower', 'higher']).default('lower').describe('Which way is better.'),
  with: z.strictObject({
    url: z
      .string()
      .regex(/^https?:\/\/\S+$/, { error: 'begins with http:// or https://' })
      .describe('The server, without /api/v1.'),
    query: words.describe('PromQL with one series for its result.'),
    step: duration()
      .refine((ms) => ms >= 1000, { error: 'must be at least 1s' })
      .prefault('5s')
      .describe('Time between two values.'),
    take: z.enum(queryTakes).default('max').describe('How the values over the phases become one.'),
    timeout: duration()
      .refine((ms) => ms > 0, { error: 'must be above 0' })
      .prefault('10s')
      .describe('When the query is given up.'),
    auth: z
      .union([
        z.strictObject({ bearerEnv: secretName }),
        z.strictObject({ bearerFile: words.describe('A file that holds the token.') }),
        z.strictObject({ username: words, passwordEnv: secretName }),
      ])
      .optional()
      .describe('Who asks. Secrets stay where they are: a scenario is part of every report.'),
    tls: z
      .strictObject({
        ca: words.optional().describe('A file with the authority of the server.'),
        insecure: z.boolean().default(false).describe('Believes whoever answers.'),
      })
      .prefault({}),
  }),
});

/** A profile by its name, or without some of its indicators. */
const profileRefSchema = z.union([
  words,
  z.strictObject({
    name: words.describe('The name of the profile.'),
    without: z
      .array(z.string())
      .default([])
      .describe('Indicators of the profile that the scenario does not put to the test.'),
  }),
]);

/** A scenario file as it is written. What only the registries can judge (types, parameters, objectives) is `meaning.ts`'s business. */
export const scenarioSchema = z
  .strictObject({
    apiVersion: z.literal(scenarioApiVersion),
    kind: z.literal('Scenario'),
    metadata: metadataSchema,
    spec: z.strictObject({
      hypothesis: words.describe('What you believe will happen, in plain words.'),
      expect: z
        .enum(['pass', 'fail', 'inconclusive'])
        .optional()
        .describe(
          'How it ends on the simulated cluster of the default settings; a rehearsal is held to it by the tests.',
        ),
      requires: requiresSchema,
      workload: words.optional().describe('A name under scenarios/workloads/, or a path to manifests.'),
      cluster: clusterSchema,
      timeline: timelineSchema,
      faults: z.array(faultSchema).default([]).describe('What is broken; nothing where empty: the run only observes.'),
      probes: z.array(probeSchema).default([]).describe('What is watched beside the probes that are always on.'),
      abort: z
        .array(z.string())
        .default([])
        .describe('Guards that stop and heal the run: "traffic.errorRate > 50% for 30s".'),
      indicators: z
        .array(queryDocument)
        .default([])
        .describe('Indicators of the scenario’s own, for objectives to name.'),
      sloProfiles: z
        .array(profileRefSchema)
        .default([])
        .describe(
          'Profiles under slos/ whose objectives are added; an objective of the same indicator here stands in their place.',
        ),
      slos: slosSchema.default([]).describe('What the run is judged by.'),
    }),
  })
  .describe('A chaos scenario of Aftershock.');

/** An objective as it is written, checked by its shape alone. */
export type SloDocument = z.output<typeof sloDocument>;

/** An indicator of a scenario's own, in base units. */
export type QueryDocument = z.output<typeof queryDocument>;

/** A profile as a scenario names it. */
export type ProfileRef = z.output<typeof profileRefSchema>;

/** A profile file: objectives by a name, for scenarios to extend and for `--slo`. */
export const sloProfileSchema = z
  .strictObject({
    apiVersion: z.literal(scenarioApiVersion),
    kind: z.literal('SloProfile'),
    metadata: metadataSchema,
    spec: z.strictObject({ slos: slosSchema.min(1).describe('The objectives.') }),
  })
  .describe('Service level objectives that scenarios extend.');

/** A suite file: scenarios by name, each with its overrides. */
export const suiteSchema = z
  .strictObject({
    apiVersion: z.literal(scenarioApiVersion),
    kind: z.literal('Suite'),
    metadata: metadataSchema,
    spec: z.strictObject({
      scenarios: z
        .array(
          z.strictObject({
            name: words.describe('The name or the path of a scenario.'),
            set: z.record(z.string(), z.unknown()).default({}).describe('Overrides: path → value.'),
          }),
        )
        .min(1)
        .describe('What is run, in this order.'),
    }),
  })
  .describe('A list of scenarios that are run one after the other.');
