import { z } from 'zod';
import { define } from '../core/definition.ts';
import { messageOf } from '../core/errors.ts';
import type { LoadJob, SendLoad } from '../core/load.ts';
import { rate } from '../core/params.ts';
import type { Probe, ProbeContext } from '../core/probe.ts';
import { positiveDuration } from './timing.ts';

const params = z.strictObject({
  script: z
    .string()
    .trim()
    .min(1)
    .optional()
    .describe(
      'A k6 script (TypeScript or JavaScript) of yours, which sets its own rate; the harness’s own where left out.',
    ),
  rate: rate()
    .refine((perSecond) => perSecond > 0, { error: 'must be above 0/s' })
    .prefault('50/s')
    .describe('Requests in all, of the harness’s own script.'),
  runners: z
    .int()
    .min(1)
    .optional()
    .describe(
      'How many runners in the cluster share the load, where that of one machine is not enough: by k6-operator, which must be installed. From this machine where left out.',
    ),
  timeout: positiveDuration().prefault('5s').describe('When a request is given up, and what a failed one is charged.'),
});

/** Load by k6, merged into the run. */
export const k6: Probe = {
  ...define(
    {
      name: 'k6',
      summary: 'Load on the workload by the k6 binary, whose points are merged into the run, failures charged.',
      notes: {
        needs:
          'The k6 binary, or k6-operator in the cluster. Without it, and in a rehearsal, what it would have measured is unmeasured.',
        runners:
          'Runners in the cluster start before the baseline, and each has sent a request when it begins. They are waited for up to 2 minutes.',
        dropped: 'An iteration that k6 dropped was due and never sent: one is enough to make the run inconclusive.',
      },
      params,
    },
    ({ script, rate: ratePerSecond, runners, timeout }) => {
      const job = { script, ratePerSecond, runners, timeoutMs: timeout };
      let send: SendLoad | undefined;
      return {
        streams: () => [],
        prepare: async (context) => {
          send = await prepared(context, job);
        },
        observe: (context) => observe(context, send),
      };
    },
  ),
  alwaysOn: false,
};

async function prepared(context: ProbeContext, job: LoadJob): Promise<SendLoad | undefined> {
  const { cluster, emit, signal } = context;
  if (cluster.load === undefined) {
    blind(context, 'there is no k6 in a rehearsal');
    return undefined;
  }
  try {
    return await cluster.load(job, emit, signal);
  } catch (error) {
    blind(context, messageOf(error));
    return undefined;
  }
}

async function observe(context: ProbeContext, send: SendLoad | undefined): Promise<void> {
  try {
    await send?.(context.signal);
  } catch (error) {
    blind(context, messageOf(error));
  }
}

function blind({ clock, emit }: ProbeContext, detail: string): void {
  emit({ kind: 'watch', at: clock.now(), resource: 'k6', state: 'blind', detail });
}
