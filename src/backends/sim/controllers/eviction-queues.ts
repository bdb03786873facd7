import { conditionOf, type Node, type Taint } from '../objects.ts';
import type { ControllerContext } from './controller.ts';
import { notReadyTaint, setTaints, unreachableTaint } from './taints.ts';
import { type TokenBucket, tokenBucket } from './token-bucket.ts';

/** Lost nodes that wait for the taint that evicts their pods, by zone. */
export interface EvictionQueues {
  /** Queues a node that is not tainted yet. */
  readonly add: (zone: string, name: string) => void;
  /** A node is Ready: it leaves the queue and loses its taints. */
  readonly isBack: (node: Node) => void;
  readonly remove: (name: string) => void;
  readonly setRate: (zone: string, perSecond: number) => void;
  /** Empties every queue. */
  readonly stop: () => void;
}

interface Queue {
  /** In the order of coming. */
  readonly names: Set<string>;
  readonly bucket: TokenBucket;
}

/** How often the queues are looked at (k8s.io/kubernetes, node_lifecycle_controller.go, nodeEvictionPeriod). */
const lookEveryMs = 100;
const evicting: Readonly<Record<string, string>> = { Unknown: unreachableTaint, False: notReadyTaint };

/** The taint that a node's readiness asks for. */
function keyOf({ status }: Node): string | undefined {
  return evicting[conditionOf(status, 'Ready')];
}

function isEvicting({ key, effect }: Taint): boolean {
  return effect === 'NoExecute' && (key === unreachableTaint || key === notReadyTaint);
}

function taintsOf({ spec }: Node): readonly Taint[] {
  return spec.taints ?? [];
}

function hasTaint(taints: readonly Taint[], key: string | undefined): boolean {
  return taints.some((one) => isEvicting(one) && one.key === key);
}

/** What fails is queued again by the next look at the nodes. */
function taint({ client, stamp }: ControllerContext, node: Node): void {
  const key = keyOf(node);
  if (key === undefined) return;
  const wanted: Taint = { key, effect: 'NoExecute', timeAdded: stamp() };
  const change = (taints: readonly Taint[]): readonly Taint[] =>
    hasTaint(taints, key) ? taints : [...taints.filter((one) => !isEvicting(one)), wanted];
  setTaints(client, node, change).catch(() => undefined);
}

function untaint({ client }: ControllerContext, node: Node): void {
  if (!taintsOf(node).some(isEvicting)) return;
  setTaints(client, node, (taints) => taints.filter((one) => !isEvicting(one))).catch(() => undefined);
}

/** Empty queues, each with one place free at once. */
export function evictionQueues(context: ControllerContext): EvictionQueues {
  const { informers, process, params } = context;
  const zones = new Map<string, Queue>();
  let waiting = false;
  const queueOf = (zone: string): Queue => {
    const known = zones.get(zone) ?? {
      names: new Set<string>(),
      bucket: tokenBucket(params.controllerManager.nodeEvictionRate),
    };
    zones.set(zone, known);
    return known;
  };
  const look = (): void => {
    let left = 0;
    for (const { names, bucket } of zones.values()) {
      for (const name of names) {
        if (!bucket.take(process.now())) break;
        names.delete(name);
        const node = informers.nodes.get(name);
        if (node !== undefined) taint(context, node);
      }
      left += names.size;
    }
    waiting = left > 0;
    if (waiting) process.after(lookEveryMs, look);
  };
  const remove = (name: string): void => {
    for (const { names } of zones.values()) names.delete(name);
  };
  return {
    add: (zone, name) => {
      const node = informers.nodes.get(name);
      if (node === undefined || hasTaint(taintsOf(node), keyOf(node))) return;
      queueOf(zone).names.add(name);
      if (waiting) return;
      waiting = true;
      process.after(lookEveryMs, look);
    },
    isBack: (node) => {
      remove(node.metadata.name);
      untaint(context, node);
    },
    remove,
    setRate: (zone, perSecond) => queueOf(zone).bucket.setRate(perSecond, process.now()),
    stop: () => {
      for (const { names } of zones.values()) names.clear();
    },
  };
}
