import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Clock } from '../../base/clock.ts';
import { HarnessError, messageOf } from '../../core/errors.ts';
import type { LoadJob, SendLoad } from '../../core/load.ts';
import { ApiError } from '../kube/api-error.ts';
import type { KubeClient } from '../kube/kube-client.ts';
import { k6Reader } from './points.ts';
import { k6Load } from './send-load.ts';
import { runnerLog, type RunnerLog } from './runner-log.ts';

/** What k6-operator is asked through. */
export interface OperatorAccess {
  readonly client: KubeClient;
  readonly clock: Clock;
  /** The run's own. */
  readonly namespace: string;
  /** Where the workload answers from inside the cluster. */
  readonly urls: readonly string[];
}

const ownScript = fileURLToPath(new URL('./script.ts', import.meta.url));
const name = 'aftershock-load';
const file = 'script.ts';
const lookEveryMs = 2000;
const startWithinMs = 120_000;

interface TestRun {
  readonly status?: { readonly stage?: string };
}
interface RunnerPod {
  readonly metadata: { readonly name: string };
  readonly status?: { readonly phase?: string };
}

/** Load from this machine, or from runners in the cluster where a job asks for them; `namespace` undefined: nothing may be written. */
export function anyLoad(
  access: Omit<OperatorAccess, 'namespace'> & { readonly namespace: string | undefined },
): SendLoad {
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
 * and merged. Rejects when the operator is not installed, or says that it failed.
 */
function operatorLoad(access: OperatorAccess): SendLoad {
  return async (job, emit, signal) => {
    const { client, clock, namespace } = access;
    const options = { startedAtUnixMs: clock.startedAtUnixMs, timeoutMs: job.timeoutMs };
    const path = `/apis/k6.io/v1alpha1/namespaces/${namespace}/testruns`;
    await start(access, job, path);
    const logs = new Map<string, RunnerLog>();
    const giveUpAt = clock.now() + startWithinMs;
    const collect = async (): Promise<void> => {
      const { items } = await client.list<RunnerPod>(
        `/api/v1/namespaces/${namespace}/pods?labelSelector=${encodeURIComponent(`k6_cr=${name},runner=true`)}`,
      );
      for (const { metadata, status } of items) {
        if (status?.phase === undefined || status.phase === 'Pending') continue;
        const log =
          logs.get(metadata.name) ?? runnerLog(client, { namespace, pod: metadata.name }, k6Reader(options, emit));
        logs.set(metadata.name, log);
        await log.readOn();
      }
    };
    while (!signal.aborted) {
      await clock.sleep(lookEveryMs, signal);
      // The API is what faults are aimed at: what it does not give now, it gives with the next look.
      await collect().catch(() => {});
      const stage = await client
        .get<TestRun>(`${path}/${name}`)
        .then((run) => run?.status?.stage)
        .catch(() => undefined);
      if (stage === 'error') throw new HarnessError('unavailable', 'k6-operator says that the load failed');
      if (logs.size === 0 && clock.now() > giveUpAt) {
        throw new HarnessError('unavailable', `no k6 runner started within ${startWithinMs / 1000} s`);
      }
    }
    await collect().catch(() => {});
    await client.remove(`${path}/${name}`).catch(() => false);
  };
}

async function start({ client, namespace, urls }: OperatorAccess, job: LoadJob, path: string): Promise<void> {
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
    await client.create(path, testRun(urls, job, runners));
  } catch (error) {
    const isAbsent = error instanceof ApiError && error.status === 404;
    throw new HarnessError('unavailable', isAbsent ? 'k6-operator is not installed' : messageOf(error), {
      hint: 'Install it: https://grafana.com/docs/k6/latest/set-up/set-up-distributed-k6',
      cause: error,
    });
  }
}

function testRun(urls: readonly string[], { ratePerSecond, timeoutMs }: LoadJob, parallelism: number): object {
  const env = {
    URLS: urls.join(','),
    RATE: String(ratePerSecond),
    TIMEOUT_MS: String(timeoutMs),
    K6_NO_USAGE_REPORT: 'true',
  };
  return {
    apiVersion: 'k6.io/v1alpha1',
    kind: 'TestRun',
    metadata: { name },
    spec: {
      parallelism,
      script: { configMap: { name, file } },
      arguments: '--quiet --no-summary --no-color --out json=-',
      runner: { env: Object.entries(env).map(([key, value]) => ({ name: key, value })) },
    },
  };
}
