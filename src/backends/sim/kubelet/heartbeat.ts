import { type ApiClient, CallError } from '../client/api-client.ts';
import { startInformer } from '../client/informer.ts';
import type { Process } from '../engine/process.ts';
import { type Condition, conditionOf, type Lease, type Node } from '../objects.ts';
import { microStamp, type NodePlace, stamp, type World } from '../world.ts';

interface Heartbeat {
  readonly world: World;
  readonly node: NodePlace;
  readonly process: Process;
  readonly client: ApiClient;
}

/** What fails is tried again four times, and its connection is given up from the second on (k8s.io/component-helpers, lease; pkg/kubelet). */
const tries = 5;
const conflict = 409;
const notFound = 404;
/** How often a kubelet compares its node's state with what the API says (nodeStatusUpdateFrequency), and how long it waits for an answer. */
const lookEveryMs = 10_000;
const timeoutMs = lookEveryMs;

/** Renews the node's lease, one call after the other. */
export function renewLease({ world, node, process, client }: Heartbeat): void {
  const intervalMs = world.params.kubelet.nodeLeaseRenewIntervalMs;
  const path = '/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases';
  const own = `${path}/${node.name}`;
  const random = world.random.fork(`lease ${node.name}`);
  let lease: Lease | undefined;

  const renew = async (): Promise<void> => {
    const timeoutMs = intervalMs;
    lease ??= await client.call<Lease>('GET', own, { timeoutMs }).catch((error: unknown) => {
      if (error instanceof CallError && error.status === notFound) return undefined;
      throw error;
    });
    const spec = { holderIdentity: node.name, leaseDurationSeconds: 40, renewTime: microStamp(process) };
    const metadata = { name: node.name, namespace: 'kube-node-lease' };
    lease =
      lease === undefined
        ? await client.call<Lease>('POST', path, { body: { metadata, spec }, timeoutMs })
        : await client.call<Lease>('PUT', own, { body: { ...lease, spec }, timeoutMs });
  };
  const round = async (): Promise<void> => {
    for (let attempt = 0; attempt < tries; attempt += 1) {
      try {
        await renew();
        break;
      } catch (error) {
        if (error instanceof CallError && (error.status === conflict || error.status === notFound)) lease = undefined;
        else if (attempt > 0) client.reset();
      }
    }
    // 4 % of jitter, counted from the end of the last round.
    process.after(intervalMs * (1 + 0.04 * random.next()), () => void round());
  };
  process.after(random.next() * intervalMs, () => void round());
}

/** Keeps the node's conditions at what they are here: at once when the API says something else, else every few minutes. */
export function reportNode(
  { world, node, process, client }: Heartbeat,
  revision: number | undefined,
  troubles: () => NodeTroubles,
): void {
  const path = `/api/v1/nodes/${node.name}`;
  const random = world.random.fork(`node status ${node.name}`);
  let reportedAt = process.now() - random.next() * world.params.kubelet.nodeStatusReportFrequencyMs;
  let busy = false;
  const own = revision === undefined ? undefined : (world.store.get('nodes', node.name, revision) as Node | undefined);
  const nodes = startInformer<Node>({
    process,
    client,
    ...(own === undefined ? {} : { known: { items: [own], resourceVersion: String(revision) } }),
    path: `/api/v1/nodes?fieldSelector=${encodeURIComponent(`metadata.name=${node.name}`)}`,
  });
  const say = async (seen: Node): Promise<void> => {
    const due = process.now() - reportedAt >= world.params.kubelet.nodeStatusReportFrequencyMs;
    const now = troubles();
    if (!due && isSaid(seen, now)) return;
    const conditions = changesOf(seen, nodeConditions(stamp(process), seen.status?.conditions, now));
    await client.call('PATCH', `${path}/status`, { body: { status: { conditions } }, strategic: true, timeoutMs });
    reportedAt = process.now();
  };
  /** First by what the watch has told, which costs the API nothing; then by what the API says. */
  const report = async (told: Node): Promise<void> => {
    for (let attempt = 0; attempt < tries; attempt += 1) {
      try {
        await say(attempt === 0 ? told : await client.call<Node>('GET', path, { timeoutMs }));
        return;
      } catch {
        // Tried again at once, and looked at again in ten seconds.
        if (attempt > 0) client.reset();
      }
    }
  };
  const look = (): void => {
    process.after(lookEveryMs, look);
    const told = nodes.get(node.name);
    if (busy || told === undefined) return;
    busy = true;
    void report(told).finally(() => (busy = false));
  };
  process.after(random.next() * lookEveryMs, look);
}

/**
 * What of the conditions differs from what the kubelet knows of its node, which may be old: after an outage it says when it looked and no
 * more, and the node stays Unknown until its watch, which may be waiting for half a minute or a whole one, tells it so.
 */
function changesOf({ status }: Node, conditions: readonly Condition[]): readonly object[] {
  return conditions.map((now) => {
    const { type, lastHeartbeatTime } = now;
    return conditionOf(status, type) === now.status ? { type, lastHeartbeatTime } : now;
  });
}

const kinds = [
  ['MemoryPressure', 'KubeletHasSufficientMemory', 'KubeletHasInsufficientMemory'],
  ['DiskPressure', 'KubeletHasNoDiskPressure', 'KubeletHasDiskPressure'],
  ['PIDPressure', 'KubeletHasSufficientPID', 'KubeletHasInsufficientPID'],
] as const;

/** What is wrong with a node, as its kubelet sees it. */
export interface NodeTroubles {
  readonly pressures: ReadonlySet<string>;
  /** Why it is not Ready; undefined: it is. */
  readonly notReady: string | undefined;
}

/** Whether the API says of a node what is so. */
function isSaid({ status }: Node, { pressures, notReady }: NodeTroubles): boolean {
  if (conditionOf(status, 'Ready') !== (notReady === undefined ? 'True' : 'False')) return false;
  return kinds.every(([type]) => conditionOf(status, type) === (pressures.has(type) ? 'True' : 'False'));
}

const none: NodeTroubles = { pressures: new Set(), notReady: undefined };

/** The conditions of a node; what was so before keeps the instant since which it is. */
export function nodeConditions(
  now: string,
  before: readonly Condition[] = [],
  { pressures, notReady }: NodeTroubles = none,
): readonly Condition[] {
  const of = (type: string, status: 'True' | 'False', reason: string, message?: string): Condition => {
    const known = before.find((one) => one.type === type);
    const since = known?.status === status ? known.lastTransitionTime : undefined;
    const words = message === undefined ? {} : { message };
    return { type, status, reason, ...words, lastHeartbeatTime: now, lastTransitionTime: since ?? now };
  };
  const ready =
    notReady === undefined ? of('Ready', 'True', 'KubeletReady') : of('Ready', 'False', 'KubeletNotReady', notReady);
  return [
    ...kinds.map(([type, good, bad]) => (pressures.has(type) ? of(type, 'True', bad) : of(type, 'False', good))),
    ready,
  ];
}
