import { conditionOf, type HorizontalPodAutoscaler, type Pod } from '../objects.ts';
import { quantity, requestsOf } from '../scheduler/resources.ts';
import type { ControllerContext } from './controller.ts';
import type { PodUse } from './pod-metrics.ts';

/** How many replicas the metrics ask for, or why that cannot be said. */
export type Advice = { readonly replicas: number; readonly metrics: readonly object[] } | { readonly failed: string };

type Metric = NonNullable<HorizontalPodAutoscaler['spec']['metrics']>[number];

/** What is asked for where nothing is said (k8s.io/kubernetes, pkg/apis/autoscaling, DefaultCPUUtilization). */
const usual: Metric = {
  type: 'Resource',
  resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 80 } },
};

/** The most that any of the metrics asks for; metrics of other kinds than of resources cannot be had here. */
export function adviceOf(
  context: ControllerContext,
  { metadata, spec }: HorizontalPodAutoscaler,
  pods: readonly Pod[],
  current: number,
): Advice {
  const { metrics = [] } = spec;
  const all = (metrics.length === 0 ? [usual] : metrics).map((metric) =>
    oneMetric(context, metric, { namespace: metadata.namespace ?? '', pods, current }),
  );
  const failed = all.find((one) => 'failed' in one);
  const good = all.flatMap((one) => ('failed' in one ? [] : [one]));
  const replicas = Math.max(...good.map((one) => one.replicas));
  // Fewer are not taken while one of the metrics is unknown.
  if (failed !== undefined && !(good.length > 0 && replicas > current)) return failed;
  return { replicas, metrics: good.flatMap((one) => one.metrics) };
}

interface Scaled {
  readonly namespace: string;
  readonly pods: readonly Pod[];
  readonly current: number;
}

interface Measured {
  readonly use: number;
  readonly request: number;
}

function oneMetric(context: ControllerContext, { type, resource }: Metric, scaled: Scaled): Advice {
  if (type !== 'Resource' || resource === undefined) return { failed: `metrics of type ${type} are not simulated` };
  const { name } = resource;
  const { ready, missing, problem } = sorted(context, name, scaled);
  if (problem !== undefined) return { failed: problem };
  if (ready.length === 0) {
    const why = 'did not receive metrics for targeted pods (pods might be unready)';
    return { failed: `failed to get ${name} utilization: ${why}` };
  }
  const goal = goalOf(resource);
  const usage = goal.weigh(ready);
  const metrics = [{ type, resource: { name, current: goal.shown(usage) } }];
  return { replicas: replicasFor(context, goal, { ready, missing, current: scaled.current }), metrics };
}

/** What a target asks for: a share of the request, or so much for each pod. */
interface Goal {
  readonly value: number;
  readonly weigh: (list: readonly Measured[]) => number;
  readonly shown: (usage: number) => object;
  /** What a pod of this request uses that is just as it should be. */
  readonly full: (request: number) => number;
}

function goalOf({ target }: NonNullable<Metric['resource']>): Goal {
  const all = (list: readonly Measured[], of: 'use' | 'request'): number => list.reduce((sum, one) => sum + one[of], 0);
  if (target.averageUtilization === undefined) {
    const value = quantity(target.averageValue ?? '1');
    return {
      value,
      weigh: (list) => all(list, 'use') / list.length,
      shown: (usage) => ({ averageValue: String(usage) }),
      full: () => value,
    };
  }
  const value = target.averageUtilization / 100;
  return {
    value,
    weigh: (list) => all(list, 'use') / all(list, 'request'),
    shown: (usage) => ({ averageUtilization: Math.round(usage * 100) }),
    full: (request) => value * request,
  };
}

/** Pods that are not heard of use nothing where more are wanted, and all that they may where fewer are. */
function replicasFor(
  { params }: ControllerContext,
  { value, weigh, full }: Goal,
  {
    ready,
    missing,
    current,
  }: { readonly ready: readonly Measured[]; readonly missing: readonly number[]; readonly current: number },
): number {
  const within = (one: number): boolean =>
    Math.abs(one - 1) <= params.controllerManager.horizontalPodAutoscalerTolerance;
  const ratio = weigh(ready) / value;
  if (missing.length === 0) return within(ratio) ? current : Math.ceil(ratio * ready.length);
  const guess = (request: number): Measured => ({ use: ratio < 1 ? full(request) : 0, request });
  const filled = weigh([...ready, ...missing.map(guess)]) / value;
  const turned = filled > 1 !== ratio > 1;
  return within(filled) || turned ? current : Math.ceil(filled * (ready.length + missing.length));
}

/** Pods whose figure counts, and what those ask for of which there is none. */
function sorted(
  context: ControllerContext,
  name: string,
  { namespace, pods }: Scaled,
): { readonly ready: readonly Measured[]; readonly missing: readonly number[]; readonly problem?: string } {
  const ready: Measured[] = [];
  const missing: number[] = [];
  for (const pod of pods) {
    if (hasEnded(pod)) continue;
    const asked = requestsOf(pod);
    const request = name === 'cpu' ? asked.cpu : asked.memory;
    if (request === 0) return { ready, missing, problem: unasked(name, pod) };
    const use = context.metrics.of(namespace, pod.metadata.name);
    if (use === undefined || (name === 'cpu' && isStarting(context, pod))) missing.push(request);
    else ready.push({ use: valueOf(use, name), request });
  }
  return { ready, missing };
}

function hasEnded({ status }: Pod): boolean {
  return status?.phase === 'Failed' || status?.phase === 'Succeeded';
}

function unasked(name: string, { metadata, spec }: Pod): string {
  const container = spec.containers[0]?.name ?? '';
  return `missing request for ${name} in container ${container} of Pod ${metadata.name}`;
}

/** Not Ready yet, and young: what it uses now says nothing of what it will. */
function isStarting({ process, params }: ControllerContext, { status }: Pod): boolean {
  if (conditionOf(status, 'Ready') === 'True') return false;
  const age = process.unixMs() - Date.parse(status?.startTime ?? '');
  return !(age > params.controllerManager.horizontalPodAutoscalerCpuInitializationPeriodMs);
}

function valueOf({ cores, memoryBytes }: PodUse, name: string): number {
  return name === 'cpu' ? cores : memoryBytes;
}
