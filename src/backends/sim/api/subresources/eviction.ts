import type { HttpAnswer } from '../../http/messages.ts';
import { keyOf, type StoredObject } from '../../store/object.ts';
import { type DeleteOptions, remove } from '../delete.ts';
import type { ApiContext } from '../handler.ts';
import { type Asked, writeQuery } from '../asked.ts';
import { objectSelector } from '../selector.ts';
import { ApiRefusal, notFound } from '../status.ts';
import type { Target } from '../target.ts';

const budgets = 'poddisruptionbudgets.policy';

interface Budget extends StoredObject {
  readonly spec: { readonly selector?: unknown; readonly unhealthyPodEvictionPolicy?: string };
  readonly status?: {
    readonly observedGeneration?: number;
    readonly disruptionsAllowed?: number;
    readonly currentHealthy?: number;
    readonly desiredHealthy?: number;
    readonly disruptedPods?: Readonly<Record<string, string>>;
  };
}

/** Deletes a pod when its disruption budget allows it. Rejects with 404, 429, and 500 for a pod with two budgets. */
export async function evict(target: Target, asked: Asked, context: ApiContext): Promise<HttpAnswer> {
  const { id, namespace, name = '' } = target;
  const query = writeQuery(asked);
  const { deleteOptions = {} } = (asked.body ?? {}) as { readonly deleteOptions?: DeleteOptions };
  const pod = await context.storage.get(id, keyOf(namespace, name), 'quorum');
  if (pod === undefined) throw notFound(id, name);
  if (!mayGo(pod)) await demandLeave(pod, query.dryRun, context);
  await remove({ ...target, subresource: undefined }, deleteOptions, query, context);
  return { status: 201, body: { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201 } };
}

/** Pods that have ended, have not begun, or leave already disrupt nothing. */
function mayGo({ metadata, ...pod }: StoredObject): boolean {
  const { phase } = (pod['status'] ?? {}) as { readonly phase?: string };
  return metadata.deletionTimestamp !== undefined || phase !== 'Running';
}

async function demandLeave(pod: StoredObject, dryRun: boolean, { storage, timestamp }: ApiContext): Promise<void> {
  const { namespace, labels = {}, name } = pod.metadata;
  for (let attempt = 0; attempt < 5; attempt += 1) {
    const { items } = await storage.list(budgets, namespace, attempt === 0 ? 'cache' : 'quorum');
    const own = (items as readonly Budget[]).filter(({ spec }) => objectSelector(spec.selector)(labels));
    const [budget] = own;
    if (budget === undefined) return;
    if (own.length > 1) {
      throw new ApiRefusal(
        500,
        'InternalError',
        'This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.',
      );
    }
    if (isUnready(pod) && unreadyMayGo(budget)) return;
    const next = spent(budget, name, timestamp());
    if (dryRun) return;
    const expect = Number(budget.metadata.resourceVersion);
    const key = keyOf(namespace, budget.metadata.name);
    const result = await storage.write({ kind: 'put', resource: budgets, key, object: next, expect });
    if (result.ok) return;
  }
  throw tooMany("Cannot evict pod as it would violate the pod's disruption budget.", undefined);
}

function isUnready(pod: StoredObject): boolean {
  const { conditions = [] } = (pod['status'] ?? {}) as { conditions?: readonly { type: string; status: string }[] };
  return conditions.find(({ type }) => type === 'Ready')?.status !== 'True';
}

function unreadyMayGo({ spec, status = {} }: Budget): boolean {
  if (spec.unhealthyPodEvictionPolicy === 'AlwaysAllow') return true;
  const { currentHealthy = 0, desiredHealthy = 0 } = status;
  return desiredHealthy > 0 && currentHealthy >= desiredHealthy;
}

/** A budget with one disruption less. Throws 429 where it has none. */
function spent(budget: Budget, pod: string, at: string): StoredObject {
  const { status = {}, metadata } = budget;
  const { disruptionsAllowed = 0, desiredHealthy = 0, currentHealthy = 0, observedGeneration = 0 } = status;
  if (observedGeneration < (metadata.generation ?? 0)) {
    const message = `The disruption budget ${metadata.name} is still being processed by the server.`;
    throw tooMany("Cannot evict pod as it would violate the pod's disruption budget.", message, 10);
  }
  if (disruptionsAllowed <= 0) {
    const message = `The disruption budget ${metadata.name} needs ${desiredHealthy} healthy pods and has ${currentHealthy} currently`;
    throw tooMany("Cannot evict pod as it would violate the pod's disruption budget.", message);
  }
  const disruptedPods = { ...status.disruptedPods, [pod]: at };
  return { ...budget, status: { ...status, disruptionsAllowed: disruptionsAllowed - 1, disruptedPods } };
}

function tooMany(text: string, cause: string | undefined, retryAfterSeconds?: number): ApiRefusal {
  const causes = cause === undefined ? {} : { causes: [{ reason: 'DisruptionBudget', message: cause }] };
  const retry = retryAfterSeconds === undefined ? {} : { retryAfterSeconds };
  return new ApiRefusal(429, 'TooManyRequests', text, { ...causes, ...retry });
}
