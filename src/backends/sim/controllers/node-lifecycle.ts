import type { Condition, Node, Taint } from '../objects.ts';
import { conditionOf } from '../objects.ts';
import type { Controller, ControllerContext } from './controller.ts';
import { evictionQueues, type EvictionQueues } from './eviction-queues.ts';
import { markNotReady } from './pods-of-nodes.ts';
import { notReadyTaint, setTaints, unreachableTaint } from './taints.ts';
import { evictionRate, type ZoneCount, type ZoneState, zoneState } from './zone-health.ts';

/** What this process has seen of a node. Another leader begins anew: its clock starts when it first looks. */
interface Health {
  probedAt: number;
  heartbeat: string | undefined;
  lease: string | undefined;
}

interface Lifecycle extends ControllerContext {
  readonly health: Map<string, Health>;
  readonly zones: Map<string, ZoneState>;
  readonly queues: EvictionQueues;
  /** Nodes whose pods could not all be told. */
  readonly retry: Set<string>;
}

/** Finds nodes that are silent, says so of them and their pods, and has them tainted, zone by zone, at a limited rate. */
export const nodeLifecycle: Controller = {
  name: 'node-lifecycle',
  start: (context) => {
    const { informers, process, params } = context;
    const lifecycle: Lifecycle = {
      ...context,
      health: new Map(),
      zones: new Map(),
      retry: new Set(),
      queues: evictionQueues(context),
    };
    const look = async (): Promise<void> => {
      const startedAt = process.now();
      await monitor(lifecycle);
      const spentMs = process.now() - startedAt;
      process.after(Math.max(0, params.controllerManager.nodeMonitorPeriodMs - spentMs), () => void look());
    };
    informers.nodes.onChange((before, after) => {
      if (after === undefined) return;
      const differs = (type: string): boolean => conditionOf(after.status, type) !== conditionOf(before?.status, type);
      if (['Ready', ...pressureTaints.keys()].some(differs)) noSchedule(lifecycle, after);
    });
    for (const node of informers.nodes.values()) noSchedule(lifecycle, node);
    void look();
  },
};

/** The zone that a node is counted in. */
function zoneOf({ metadata: { labels = {} } }: Node): string {
  return `${labels['topology.kubernetes.io/region'] ?? ''}:${labels['topology.kubernetes.io/zone'] ?? ''}`;
}

async function monitor(lifecycle: Lifecycle): Promise<void> {
  const { informers } = lifecycle;
  const counts = new Map<string, { ready: number; notReady: number }>();
  const slow: Promise<void>[] = [];
  for (const node of informers.nodes.values()) {
    const observed = conditionOf(node.status, 'Ready');
    const lost = isSilent(lifecycle, node) && observed !== 'Unknown';
    const zone = zoneOf(node);
    const count = counts.get(zone) ?? { ready: 0, notReady: 0 };
    counts.set(zone, count);
    if (!lost && observed === 'True') count.ready += 1;
    else count.notReady += 1;
    if (lost) slow.push(sayLost(lifecycle, node, observed));
    else if (lifecycle.retry.has(node.metadata.name) && observed !== 'True') slow.push(tellPods(lifecycle, node));
    follow(lifecycle, node, observed);
  }
  for (const name of lifecycle.health.keys()) if (informers.nodes.get(name) === undefined) forget(lifecycle, name);
  await Promise.all(slow);
  judgeZones(lifecycle, counts);
}

function forget({ health, queues }: Lifecycle, name: string): void {
  health.delete(name);
  queues.remove(name);
}

/** Whether neither its lease nor its conditions have moved within the grace period, by the clock of this process. */
function isSilent({ health, informers, process, params }: Lifecycle, { metadata: { name }, status }: Node): boolean {
  const lease = informers.nodeLeases.get(`kube-node-lease/${name}`)?.spec.renewTime;
  const heartbeat = status?.conditions?.find(({ type }) => type === 'Ready')?.lastHeartbeatTime;
  const known = health.get(name);
  if (known === undefined) {
    health.set(name, { probedAt: process.now(), heartbeat, lease });
    return false;
  }
  if (known.lease !== lease || known.heartbeat !== heartbeat) {
    Object.assign(known, { probedAt: process.now(), heartbeat, lease });
    return false;
  }
  return process.now() - known.probedAt > params.controllerManager.nodeMonitorGracePeriodMs;
}

const unknownBecause = {
  reason: 'NodeStatusUnknown',
  message: 'Kubelet stopped posting node status.',
} as const;

async function sayLost(lifecycle: Lifecycle, node: Node, observed: Condition['status']): Promise<void> {
  const { client, stamp } = lifecycle;
  const conditions = (node.status?.conditions ?? []).map(
    (one): Condition => ({ ...one, status: 'Unknown', ...unknownBecause, lastTransitionTime: stamp() }),
  );
  try {
    await client.call('PATCH', `/api/v1/nodes/${node.metadata.name}/status`, { body: { status: { conditions } } });
  } catch {
    // The next look, in a few seconds, finds it as silent as this one.
    return;
  }
  if (observed === 'True') await tellPods(lifecycle, node);
}

async function tellPods({ informers, client, retry, stamp }: Lifecycle, { metadata: { name } }: Node): Promise<void> {
  try {
    await markNotReady(client, informers.pods.under('node', name), stamp());
    retry.delete(name);
  } catch {
    retry.add(name);
  }
}

/** A node that was lost at the look before is queued for its taint; one that is back loses it. */
function follow({ queues }: Lifecycle, node: Node, observed: Condition['status']): void {
  if (observed === 'True') queues.isBack(node);
  else queues.add(zoneOf(node), node.metadata.name);
}

/** Taints of conditions that keep new pods away (k8s.io/kubernetes, nodelifecycle, nodeConditionToTaintKeyStatusMap). */
const pressureTaints: ReadonlyMap<string, string> = new Map([
  ['MemoryPressure', 'node.kubernetes.io/memory-pressure'],
  ['DiskPressure', 'node.kubernetes.io/disk-pressure'],
  ['PIDPressure', 'node.kubernetes.io/pid-pressure'],
]);

/** Nothing new is placed on a node that is not Ready, or short of something: at once, and without any queue. */
function noSchedule({ client }: Lifecycle, node: Node): void {
  const ready = conditionOf(node.status, 'Ready');
  const lost = ready === 'True' ? [] : [ready === 'Unknown' ? unreachableTaint : notReadyTaint];
  const short = [...pressureTaints].flatMap(([type, key]) => (conditionOf(node.status, type) === 'True' ? [key] : []));
  const ours = new Set([unreachableTaint, notReadyTaint, ...pressureTaints.values()]);
  const isOurs = ({ key, effect }: Taint): boolean => effect === 'NoSchedule' && ours.has(key);
  void setTaints(client, node, (taints) => [
    ...taints.filter((taint) => !isOurs(taint)),
    ...[...lost, ...short].map((key): Taint => ({ key, effect: 'NoSchedule' })),
  ]).catch(() => undefined);
}

function judgeZones(lifecycle: Lifecycle, counts: ReadonlyMap<string, ZoneCount>): void {
  const { zones, params, queues, process, health } = lifecycle;
  const limits = params.controllerManager;
  const next = new Map([...counts].map(([zone, count]) => [zone, zoneState(count, limits)]));
  const allDown = (states: ReadonlyMap<string, ZoneState>): boolean =>
    states.size > 0 && [...states.values()].every((state) => state === 'FullDisruption');
  const wereAllDown = allDown(zones);
  if (allDown(next)) {
    // Nobody is heard: it is this process that hears nothing. No pod is moved.
    if (!wereAllDown) queues.stop();
  } else if (wereAllDown) {
    for (const known of health.values()) known.probedAt = process.now();
  }
  for (const [zone, state] of next) {
    const { ready, notReady } = counts.get(zone) ?? { ready: 0, notReady: 0 };
    queues.setRate(zone, allDown(next) ? 0 : evictionRate(state, ready + notReady, limits));
  }
  zones.clear();
  for (const [zone, state] of next) zones.set(zone, state);
}
