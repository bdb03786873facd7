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
  const { name, target } = resource;
  const { ready, missing, problem } = sorted(context, name, scaled);
  if (problem !== undefined) return { failed: problem };
  if (ready.length === 0)
    return {
      failed: `failed to get ${name} utilization: did not receive metrics for targeted pods (pods might be unready)`,
    };
  const byUtilization = target.averageUtilization !== undefined;
  const goal = byUtilization ? (target.averageUtilization ?? 100) / 100 : quantity(target.averageValue ?? '1');
  const weigh = (list: readonly Measured[]): number => {
    const use = list.reduce((sum, one) => sum + one.use, 0);
    return byUtilization ? use / list.reduce((sum, one) => sum + one.request, 0) : use / list.length;
  };
  const usage = weigh(ready);
  const { horizontalPodAutoscalerTolerance: tolerance } = context.params.controllerManager;
  const within = (ratio: number): boolean => Math.abs(ratio - 1) <= tolerance;
  const shown = byUtilization ? { averageUtilization: Math.round(usage * 100) } : { averageValue: String(usage) };
  const metrics = [{ type, resource: { name, current: shown } }];
  const ratio = usage / goal;
  if (missing.length === 0) {
    return { replicas: within(ratio) ? scaled.current : Math.ceil(ratio * ready.length), metrics };
  }
  // Pods that are not heard of use nothing where more are wanted, and all that they may where fewer are.
  const guess = (request: number): Measured => ({ use: ratio < 1 ? goal * (byUtilization ? request : 1) : 0, request });
  const filled = weigh([...ready, ...missing.map(guess)]) / goal;
  const flipped = within(filled) || (ratio < 1 && filled > 1) || (ratio > 1 && filled < 1);
  const count = ready.length + missing.length;
  return { replicas: flipped ? scaled.current : Math.ceil(filled * count), metrics };
}

/** Pods whose figure counts, and what those ask for of which there is none. */
function sorted(
  context: ControllerContext,
  name: string,
  { namespace, pods }: Scaled,
): { readonly ready: readonly Measured[]; readonly missing: readonly number[]; readonly problem?: string } {
  const { process, params, metrics } = context;
  const ready: Measured[] = [];
  const missing: number[] = [];
  for (const pod of pods) {
    if (pod.status?.phase === 'Failed' || pod.status?.phase === 'Succeeded') continue;
    const asked = requestsOf(pod);
    const request = name === 'cpu' ? asked.cpu : asked.memory;
    const [container] = pod.spec.containers;
    if (request === 0)
      return {
        ready,
        missing,
        problem: `missing request for ${name} in container ${container?.name ?? ''} of Pod ${pod.metadata.name}`,
      };
    const use = metrics.of(namespace, pod.metadata.name);
    const age = process.unixMs() - Date.parse(pod.status?.startTime ?? '');
    const starting =
      name === 'cpu' &&
      conditionOf(pod.status, 'Ready') !== 'True' &&
      !(age > params.controllerManager.horizontalPodAutoscalerCpuInitializationPeriodMs);
    if (use === undefined || starting) missing.push(request);
    else ready.push({ use: valueOf(use, name), request });
  }
  return { ready, missing };
}

function valueOf({ cores, memoryBytes }: PodUse, name: string): number {
  return name === 'cpu' ? cores : memoryBytes;
}
