import type { Clock } from '../../base/clock.ts';
import type { LoadJob } from '../../core/load.ts';
import type { Observation } from '../../core/observation.ts';
import type { KubeClient } from '../kube/kube-client.ts';
import { k6Reader } from './points.ts';
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

/** The pods in which k6-operator runs k6, followed by their logs. */
export interface Runners {
  /** Hands on what they wrote since. The API is what faults are aimed at: what it does not give now, it gives with the next call. */
  readonly collect: () => Promise<void>;
  /** How many have sent a request. */
  readonly sending: () => number;
}

interface RunnerPod {
  readonly metadata: { readonly name: string };
  readonly status?: { readonly phase?: string };
}

/** The runners of the TestRun `name`, of which nothing was read yet. */
export function followRunners(
  { client, clock, namespace }: OperatorAccess,
  { name, timeoutMs }: { readonly name: string } & Pick<LoadJob, 'timeoutMs'>,
  emit: (observation: Observation) => void,
): Runners {
  const options = { startedAtUnixMs: clock.startedAtUnixMs, timeoutMs };
  const logs = new Map<string, RunnerLog>();
  const sending = new Set<string>();
  const follow = (pod: string): RunnerLog => {
    const read = k6Reader(options, (one) => {
      if (one.kind === 'load') sending.add(pod);
      emit(one);
    });
    return runnerLog(client, { namespace, pod }, read);
  };
  const selector = encodeURIComponent(`k6_cr=${name},runner=true`);
  return {
    sending: () => sending.size,
    collect: async () => {
      const path = `/api/v1/namespaces/${namespace}/pods?labelSelector=${selector}`;
      const { items } = await client.list<RunnerPod>(path).catch(() => ({ items: [] as RunnerPod[] }));
      const begun = items.filter(({ status }) => status?.phase !== undefined && status.phase !== 'Pending');
      const reading = begun.map(async ({ metadata }) => {
        const log = logs.get(metadata.name) ?? follow(metadata.name);
        logs.set(metadata.name, log);
        await log.readOn();
      });
      // One whose node cannot be reached keeps nobody from reading the others.
      await Promise.allSettled(reading);
    },
  };
}
