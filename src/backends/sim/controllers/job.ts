import { sameJson } from '../api/merge.ts';
import { keyQueue } from '../client/work-queue.ts';
import { keyOf } from '../store/object.ts';
import type { Controller, ControllerContext } from './controller.ts';
import { isActive, isReady, ownerOf, type PodControl, podControl, podOf } from './pod-control.ts';

/** A pod that failed is followed by another 10 s later, then 20 s …, up to 10 min (k8s.io/kubernetes, pkg/controller/job). */
const firstBackoffMs = 10_000;
const longestBackoffMs = 600_000;
const defaultBackoffLimit = 6;

/** Runs a Job's pods until enough have succeeded, or too many failed. */
export const job: Controller = {
  name: 'job',
  start: (context) => {
    const { informers, process } = context;
    const control = podControl(context);
    const failedAt = new Map<string, { readonly count: number; readonly at: number }>();
    const queue = keyQueue(process, async (key) => {
      const waitMs = await sync(context, control, failedAt, key);
      if (waitMs > 0) queue.addAfter(key, waitMs);
    });
    informers.jobs.onChange((_, after) => {
      if (after !== undefined) queue.add(keyOf(after.metadata.namespace, after.metadata.name));
    });
    informers.pods.onChange((before, after) => {
      const pod = after ?? before;
      const owner = pod === undefined ? undefined : ownerOf(pod);
      if (owner?.kind === 'Job') queue.add(keyOf(pod?.metadata.namespace, owner.name));
    });
    for (const { metadata } of informers.jobs.values()) queue.add(keyOf(metadata.namespace, metadata.name));
  },
};

/** Answers with how long to wait before the next look. */
async function sync(
  { informers, client, process, stamp }: ControllerContext,
  control: PodControl,
  failedAt: Map<string, { readonly count: number; readonly at: number }>,
  key: string,
): Promise<number> {
  const owner = informers.jobs.get(key);
  if (owner === undefined || owner.metadata.deletionTimestamp !== undefined) return 0;
  const { uid, namespace = '', name } = owner.metadata;
  const { completions = 1, parallelism = 1, backoffLimit = defaultBackoffLimit } = owner.spec;
  const pods = [...informers.pods.under('owner', uid)];
  const active = pods.filter(isActive);
  const succeeded = pods.filter(({ status }) => status?.phase === 'Succeeded').length;
  const failed = pods.filter(({ status }) => status?.phase === 'Failed').length;
  if ((failedAt.get(uid)?.count ?? 0) < failed) failedAt.set(uid, { count: failed, at: process.now() });
  const end = succeeded >= completions ? 'Complete' : failed > backoffLimit ? 'Failed' : undefined;
  let waitMs = 0;
  if (control.upToDate(uid)) {
    if (end === 'Failed') await control.remove(owner, active);
    else if (end === undefined) {
      const backoffMs = failed === 0 ? 0 : Math.min(longestBackoffMs, firstBackoffMs * 2 ** (failed - 1));
      waitMs = Math.max(0, (failedAt.get(uid)?.at ?? 0) + backoffMs - process.now());
      const missing = Math.min(parallelism, completions - succeeded) - active.length;
      if (waitMs === 0 && missing > 0) await control.create(owner, missing, () => podOf(owner, {}));
    }
  }
  const since = owner.status?.['startTime'] ?? stamp();
  const ended = end === undefined ? {} : { conditions: [{ type: end, status: 'True' }] };
  const status = {
    startTime: since,
    active: active.length,
    ready: active.filter(isReady).length,
    succeeded,
    failed,
    ...ended,
  };
  if (!sameJson(status, owner.status)) {
    await client.call('PATCH', `/apis/batch/v1/namespaces/${namespace}/jobs/${name}/status`, { body: { status } });
  }
  return waitMs;
}
