import type { Random } from '../../../base/random.ts';
import { sameJson } from '../api/merge.ts';
import { type ApiClient, CallError } from '../client/api-client.ts';
import type { Process } from '../engine/process.ts';
import type { Pod } from '../objects.ts';
import type { PodWorker } from './pod-worker.ts';

/** Tells the API the states of a node's pods. */
export interface StatusReports {
  /** A pod's state changed: told at once, and again until it is told; changes on the way are told together. */
  readonly report: (id: string) => void;
  /** Tells the last state of a pod that has ended. */
  readonly last: (id: string) => Promise<void>;
}

/** What could not be told is tried again in the next batch (k8s.io/kubernetes, pkg/kubelet/status, syncPeriod). */
const batchMs = 10_000;
const retryMs = 2000;
const notFound = 404;
const conflict = 409;

/** Reports of the pods that `workerOf` finds. */
export function statusReports(
  process: Process,
  client: ApiClient,
  workerOf: (id: string) => PodWorker | undefined,
  random: Random,
): StatusReports {
  // Pods whose status is on its way, or waits for another try.
  const underWay = new Set<string>();
  const batchAt = random.next() * batchMs;
  const untilBatch = (): number => batchMs - ((process.now() - batchAt + batchMs) % batchMs);

  const tell = async (id: string): Promise<Pod['status'] | undefined> => {
    for (;;) {
      const worker = workerOf(id);
      if (worker === undefined) return undefined;
      const status = worker.status();
      const { namespace = '', name } = worker.pod.metadata;
      try {
        await client.call('PATCH', `/api/v1/namespaces/${namespace}/pods/${name}/status`, { body: { status } });
        return status;
      } catch (error) {
        if (error instanceof CallError && error.status === notFound) return status;
        await process.sleep(untilBatch());
      }
    }
  };
  const report = (id: string): void => {
    if (underWay.has(id)) return;
    underWay.add(id);
    process.after(0, () => {
      void tell(id).then((told) => {
        underWay.delete(id);
        const now = workerOf(id)?.status();
        if (now !== undefined && !sameJson(now, told)) report(id);
      });
    });
  };
  const last = async (id: string): Promise<void> => {
    await tell(id);
  };
  return { report, last };
}

/** Lets a pod's object go, and tries until it is gone. */
export async function removePod(process: Process, client: ApiClient, { metadata }: Pod): Promise<void> {
  const { namespace = '', name, uid } = metadata;
  for (;;) {
    try {
      const body = { gracePeriodSeconds: 0, preconditions: { uid } };
      await client.call('DELETE', `/api/v1/namespaces/${namespace}/pods/${name}`, { body });
      return;
    } catch (error) {
      if (error instanceof CallError && (error.status === notFound || error.status === conflict)) return;
      await process.sleep(retryMs);
    }
  }
}
