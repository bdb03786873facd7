import { sameJson } from '../api/merge.ts';
import type { HorizontalPodAutoscaler, Pod, Workload } from '../objects.ts';
import { selects } from '../objects.ts';
import { keyOf } from '../store/object.ts';
import type { Controller, ControllerContext } from './controller.ts';
import { type Advice, adviceOf } from './replica-advice.ts';

/** What a decision of the past would have done: fewer replicas come only when none of late wanted more. */
interface Recommendation {
  readonly at: number;
  readonly replicas: number;
}

/** Sets how many replicas workloads have by what their pods use. */
export const horizontalPodAutoscaling: Controller = {
  name: 'horizontal-pod-autoscaling',
  start: (context) => {
    const { informers, process, params } = context;
    const history = new Map<string, readonly Recommendation[]>();
    const look = async (): Promise<void> => {
      const all = [...informers.autoscalers.values()];
      if (all.length > 0) await context.metrics.scrape(nodesOf(context, all));
      for (const autoscaler of all) {
        // One that fails is looked at again with the others.
        await sync(context, autoscaler, history).catch(() => undefined);
      }
      process.after(params.controllerManager.horizontalPodAutoscalerSyncPeriodMs, () => void look());
    };
    process.after(params.controllerManager.horizontalPodAutoscalerSyncPeriodMs, () => void look());
  },
};

const collections: Readonly<Record<string, string>> = {
  Deployment: 'deployments',
  StatefulSet: 'statefulsets',
  ReplicaSet: 'replicasets',
};

function workloadOf(
  { informers }: ControllerContext,
  { metadata, spec: { scaleTargetRef } }: HorizontalPodAutoscaler,
): Workload | undefined {
  const key = keyOf(metadata.namespace, scaleTargetRef.name);
  if (scaleTargetRef.kind === 'Deployment') return informers.deployments.get(key);
  if (scaleTargetRef.kind === 'StatefulSet') return informers.statefulSets.get(key);
  return scaleTargetRef.kind === 'ReplicaSet' ? informers.replicaSets.get(key) : undefined;
}

function podsOf({ informers }: ControllerContext, { metadata, spec }: Workload): readonly Pod[] {
  return [...informers.pods.under('namespace', metadata.namespace ?? '')].filter(
    (pod) => selects(spec.selector.matchLabels, pod.metadata.labels) && pod.metadata.deletionTimestamp === undefined,
  );
}

function nodesOf(context: ControllerContext, all: readonly HorizontalPodAutoscaler[]): ReadonlySet<string> {
  const workloads = all.flatMap((autoscaler) => workloadOf(context, autoscaler) ?? []);
  const pods = workloads.flatMap((workload) => podsOf(context, workload));
  return new Set(pods.flatMap(({ spec }) => spec.nodeName ?? []));
}

async function sync(
  context: ControllerContext,
  autoscaler: HorizontalPodAutoscaler,
  history: Map<string, readonly Recommendation[]>,
): Promise<void> {
  const { client } = context;
  const { namespace = '', name } = autoscaler.metadata;
  const workload = workloadOf(context, autoscaler);
  const plural = collections[autoscaler.spec.scaleTargetRef.kind];
  if (workload === undefined || plural === undefined) {
    const message = `${autoscaler.spec.scaleTargetRef.kind.toLowerCase()}s.apps "${autoscaler.spec.scaleTargetRef.name}" not found`;
    return await write(context, autoscaler, {
      conditions: [condition('AbleToScale', 'False', 'FailedGetScale', message)],
    });
  }
  const current = workload.spec.replicas ?? 1;
  const advice = adviceOf(context, autoscaler, podsOf(context, workload), current);
  const key = keyOf(namespace, name);
  const desired =
    'failed' in advice ? current : stabilized(context, autoscaler, { key, current, wanted: advice.replicas }, history);
  if (desired !== current) {
    const path = `/apis/apps/v1/namespaces/${namespace}/${plural}/${autoscaler.spec.scaleTargetRef.name}/scale`;
    await client.call('PATCH', path, { body: { spec: { replicas: desired } } });
  }
  await write(context, autoscaler, statusOf(context, autoscaler, { advice, current, desired }));
}

/** At most doubled, or four more; never fewer than any look of the last minutes asked for; within the bounds. */
function stabilized(
  { process, params }: ControllerContext,
  { spec }: HorizontalPodAutoscaler,
  { key, current, wanted }: { readonly key: string; readonly current: number; readonly wanted: number },
  history: Map<string, readonly Recommendation[]>,
): number {
  const seconds = spec.behavior?.scaleDown?.stabilizationWindowSeconds;
  const windowMs =
    seconds === undefined ? params.controllerManager.horizontalPodAutoscalerDownscaleStabilizationMs : seconds * 1000;
  const now = process.now();
  const past = history.get(key) ?? [{ at: now, replicas: current }];
  const recent = [...past.filter(({ at }) => at > now - windowMs), { at: now, replicas: wanted }];
  history.set(key, recent);
  const calm = Math.max(...recent.map(({ replicas }) => replicas));
  const next = wanted >= current ? wanted : Math.min(current, calm);
  const most = Math.min(spec.maxReplicas, Math.max(2 * current, current + 4));
  return Math.max(spec.minReplicas ?? 1, Math.min(most, next));
}

interface Condition {
  readonly type: string;
  readonly status: 'True' | 'False';
  readonly reason: string;
  readonly message: string;
}

function condition(type: string, status: 'True' | 'False', reason: string, message: string): Condition {
  return { type, status, reason, message };
}

function statusOf(
  { stamp }: ControllerContext,
  { metadata, spec, status }: HorizontalPodAutoscaler,
  { advice, current, desired }: { readonly advice: Advice; readonly current: number; readonly desired: number },
): object {
  const limited =
    !('failed' in advice) && (advice.replicas > spec.maxReplicas || advice.replicas < (spec.minReplicas ?? 1));
  return {
    observedGeneration: metadata.generation ?? 1,
    currentReplicas: current,
    desiredReplicas: desired,
    ...(desired === current ? {} : { lastScaleTime: stamp() }),
    currentMetrics: 'failed' in advice ? (status?.['currentMetrics'] ?? null) : advice.metrics,
    conditions: [
      condition('AbleToScale', 'True', 'ReadyForNewScale', 'recommended size matches current size'),
      'failed' in advice
        ? condition('ScalingActive', 'False', 'FailedGetResourceMetric', advice.failed)
        : condition(
            'ScalingActive',
            'True',
            'ValidMetricFound',
            'the HPA was able to successfully calculate a replica count',
          ),
      limited
        ? condition('ScalingLimited', 'True', 'TooManyReplicas', 'the desired replica count is beyond the bounds')
        : condition(
            'ScalingLimited',
            'False',
            'DesiredWithinRange',
            'the desired count is within the acceptable range',
          ),
    ],
  };
}

async function write(
  { client }: ControllerContext,
  { metadata, status }: HorizontalPodAutoscaler,
  next: object,
): Promise<void> {
  if (sameJson({ ...status, ...next }, status)) return;
  const path = `/apis/autoscaling/v2/namespaces/${metadata.namespace ?? ''}/horizontalpodautoscalers/${metadata.name}/status`;
  await client.call('PATCH', path, { body: { status: next } });
}
