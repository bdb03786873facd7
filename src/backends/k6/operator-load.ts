import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { HarnessError, messageOf } from '../../core/errors.ts';
import type { LoadJob, PrepareLoad } from '../../core/load.ts';
import { ApiError } from '../kube/api-error.ts';
import { k6Environment, k6Flags } from './invocation.ts';
import { followRunners, type OperatorAccess, type Runners } from './runners.ts';
import { k6Load } from './send-load.ts';

const ownScript = fileURLToPath(new URL('./script.ts', import.meta.url));
const name = 'aftershock-load';
const file = 'script.ts';
const lookEveryMs = 2000;
const startWithinMs = 120_000;

interface TestRun {
  readonly status?: { readonly stage?: string };
}

/** Load from this machine, or from runners in the cluster where a job asks for them; `namespace` undefined: nothing may be written. */
export function anyLoad(
  access: Omit<OperatorAccess, 'namespace'> & { readonly namespace: string | undefined },
): PrepareLoad {
  const { clock, namespace, urls } = access;
  const here = k6Load(urls, clock);
  return async (job, emit, signal) => {
    if (job.runners === undefined) return await here(job, emit, signal);
    if (namespace === undefined) throw new HarnessError('unsatisfiable', 'runners need a namespace of the run’s own');
    return await operatorLoad({ ...access, namespace })(job, emit, signal);
  };
}

/**
 * Load by several runners of k6-operator, each with its part of the rate; what they write is read from their logs while they run,
 * and merged. Ready when each of them sends. Rejects when the operator is not installed, says that it failed, or takes too long.
 */
function operatorLoad(access: OperatorAccess): PrepareLoad {
  return async (job, emit, signal) => {
    const { clock } = access;
    await start(access, job);
    const runners = followRunners(access, { name, timeoutMs: job.timeoutMs }, emit);
    try {
      await untilAllSend(access, runners, job.runners ?? 1, signal);
    } catch (error) {
      // Else it would begin in the midst of the run, when nobody looks.
      await removeTest(access);
      throw error;
    }
    return async (over) => {
      while (!over.aborted) {
        await clock.sleep(lookEveryMs, over);
        await look(access, runners);
      }
      await removeTest(access);
    };
  };
}

/** Pods are scheduled, images pulled, and a script compiled before the first request: what that does to the cluster is in no figure. */
async function untilAllSend(
  access: OperatorAccess,
  runners: Runners,
  wanted: number,
  signal: AbortSignal,
): Promise<void> {
  const { clock } = access;
  const giveUpAt = clock.now() + startWithinMs;
  for (;;) {
    await clock.sleep(lookEveryMs, signal);
    signal.throwIfAborted();
    const stage = await look(access, runners);
    const sending = runners.sending();
    if (sending >= wanted) return;
    if (clock.now() > giveUpAt) {
      const said = `${sending} of ${wanted} k6 runners sent anything within ${startWithinMs / 1000} s`;
      throw new HarnessError('unavailable', `${said}; k6-operator is at the stage "${stage ?? 'unknown'}"`, {
        hint: `Look at the pods and events of the namespace ${access.namespace}.`,
      });
    }
  }
}

/** Reads what the runners wrote, and the operator's stage, as far as the API gives them. */
async function look({ client, namespace }: OperatorAccess, runners: Runners): Promise<string | undefined> {
  await runners.collect();
  const run = await client.get<TestRun>(testPath(namespace)).catch(() => undefined);
  const stage = run?.status?.stage;
  if (stage === 'error') throw new HarnessError('unavailable', 'k6-operator says that the load failed');
  return stage;
}

async function removeTest({ client, namespace }: OperatorAccess): Promise<void> {
  await client.remove(testPath(namespace)).catch(() => false);
}

function testsPath(namespace: string): string {
  return `/apis/k6.io/v1alpha1/namespaces/${namespace}/testruns`;
}

function testPath(namespace: string): string {
  return `${testsPath(namespace)}/${name}`;
}

async function start({ client, namespace, urls }: OperatorAccess, job: LoadJob): Promise<void> {
  const { script, runners = 1 } = job;
  if (script === undefined && urls.length === 0) {
    throw new HarnessError('unsatisfiable', 'there is no way into a workload to send load to');
  }
  const text = readFileSync(script ?? ownScript, 'utf8');
  try {
    await client.apply(`/api/v1/namespaces/${namespace}/configmaps/${name}`, {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name },
      data: { [file]: text },
    });
    await client.create(testsPath(namespace), testRun(urls, job, runners));
  } catch (error) {
    const isAbsent = error instanceof ApiError && error.status === 404;
    throw new HarnessError('unavailable', isAbsent ? 'k6-operator is not installed' : messageOf(error), {
      hint: 'Install it: https://grafana.com/docs/k6/latest/set-up/set-up-distributed-k6',
      cause: error,
    });
  }
}

function testRun(urls: readonly string[], job: LoadJob, parallelism: number): object {
  const env = Object.entries(k6Environment(urls, job)).map(([key, value]) => ({ name: key, value }));
  return {
    apiVersion: 'k6.io/v1alpha1',
    kind: 'TestRun',
    metadata: { name },
    spec: {
      parallelism,
      // They wait for each other: k6-operator lets all go on as soon as the last of them runs. It holds them no longer than that,
      // whatever stands here (its issue 457), and so they send before the baseline instead of from its first moment.
      paused: 'true',
      script: { configMap: { name, file } },
      arguments: k6Flags.join(' '),
      runner: { env },
    },
  };
}
