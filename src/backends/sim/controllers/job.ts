import { sameJson } from '../api/merge.ts';
import type { Pod, Workload } from '../objects.ts';
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
    const { informers } = context;
    const control = podControl(context);
    const failures: Failures = new Map();
    const queue = context.queue(async (key) => {
      const waitMs = await sync(context, control, failures, key);
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

/** When a Job's latest failure was seen, and which it was. */
type Failures = Map<string, { readonly count: number; readonly at: number }>;

/** How far a Job has come. */
interface Progress {
  readonly active: readonly Pod[];
  readonly succeeded: number;
  readonly failed: number;
  readonly end: 'Complete' | 'Failed' | undefined;
}

/** Answers with how long to wait before the next look. */
async function sync(context: ControllerContext, control: PodControl, failures: Failures, key: string): Promise<number> {
  const owner = context.informers.jobs.get(key);
  if (owner === undefined || owner.metadata.deletionTimestamp !== undefined) return 0;
  const { uid } = owner.metadata;
  const progress = progressOf(owner, [...context.informers.pods.under('owner', uid)]);
  const { failed } = progress;
  const now = context.process.now();
  if ((failures.get(uid)?.count ?? 0) < failed) failures.set(uid, { count: failed, at: now });
  const backoffMs = failed === 0 ? 0 : Math.min(longestBackoffMs, firstBackoffMs * 2 ** (failed - 1));
  const waitMs = Math.max(0, (failures.get(uid)?.at ?? 0) + backoffMs - now);
  const isCurrent = control.upToDate(uid);
  if (isCurrent) await work(owner, progress, control, waitMs > 0);
  await tell(context, owner, progress);
  return isCurrent && progress.end === undefined ? waitMs : 0;
}

function progressOf({ spec }: Workload, pods: readonly Pod[]): Progress {
  const { completions = 1, backoffLimit = defaultBackoffLimit } = spec;
  const succeeded = pods.filter(({ status }) => status?.phase === 'Succeeded').length;
  const failed = pods.filter(({ status }) => status?.phase === 'Failed').length;
  const end = succeeded >= completions ? 'Complete' : failed > backoffLimit ? 'Failed' : undefined;
  return { active: pods.filter(isActive), succeeded, failed, end };
}

async function work(
  owner: Workload,
  { active, succeeded, end }: Progress,
  control: PodControl,
  isBackingOff: boolean,
): Promise<void> {
  if (end === 'Failed') await control.remove(owner, active);
  if (end !== undefined || isBackingOff) return;
  const { completions = 1, parallelism = 1 } = owner.spec;
  const missing = Math.min(parallelism, completions - succeeded) - active.length;
  if (missing > 0) await control.create(owner, missing, () => podOf(owner, {}));
}

async function tell(
  { client, stamp }: ControllerContext,
  { metadata: { namespace = '', name }, status: before }: Workload,
  { active, succeeded, failed, end }: Progress,
): Promise<void> {
  const status = {
    startTime: before?.['startTime'] ?? stamp(),
    active: active.length,
    ready: active.filter(isReady).length,
    succeeded,
    failed,
    ...(end === undefined ? {} : { conditions: [{ type: end, status: 'True' }] }),
  };
  if (sameJson(status, before)) return;
  await client.call('PATCH', `/apis/batch/v1/namespaces/${namespace}/jobs/${name}/status`, { body: { status } });
}
