import { parseDuration } from '../base/quantity.ts';
import type { NodeObservation } from '../core/observation.ts';
import { ofKind } from '../core/observation-log.ts';
import type { Reasoning } from './reasoning.ts';

/** A setting in force: its value, and whether the cluster stated it, it was seen, or it is the version's default. */
interface Setting {
  readonly value: number;
  readonly from: 'flag' | 'default' | 'seen';
}

/** The settings that decide how long a failure lasts; durations in ms. */
export interface Settings {
  readonly graceMs: Setting;
  readonly monitorMs: Setting;
  /** Nodes tainted per second and zone. */
  readonly evictionRate: Setting;
  readonly tolerationMs: Setting;
  readonly electionMs: Setting;
  readonly balancer: BalancerSettings | undefined;
}

/** How a load balancer finds out that a server is gone. */
interface BalancerSettings {
  readonly name: 'HAProxy' | 'Envoy';
  readonly intervalMs: number;
  readonly timeoutMs: number;
  readonly failures: number;
}

/** Of the controller-manager's leader election, which no flag of ours states: lease 15 s, retried every 2 s (its defaults). */
export const leaseMs = 15_000;
export const retryMs = 2000;
/** A kubelet renews its lease every quarter of 40 s (its default): the grace period counts from the last one. */
export const renewalMs = 10_000;

/** Watches and scrapes see a change up to so much later. */
export const sightMs = 1000;

/** The settings in force: as the cluster's flags state them, as they were seen at work, or as its version has them by default. */
export function settingsOf({ topology: { flags }, versions, timeline, reschedules }: Reasoning): Settings {
  const minor = Number(/^v?1\.(\d+)/.exec(versions['kubernetes'] ?? '')?.[1] ?? '32');
  const flag = (name: string, read: (text: string) => number | undefined, fallback: number): Setting => {
    const value = read(flags[name] ?? '');
    return value === undefined || !Number.isFinite(value)
      ? { value: fallback, from: 'default' }
      : { value, from: 'flag' };
  };
  const seconds = (text: string): number | undefined => (/^\d+$/.test(text) ? Number(text) * 1000 : undefined);
  const milliseconds = (text: string): number | undefined => (/^\d+$/.test(text) ? Number(text) : undefined);
  const plain = (text: string): number | undefined => (/^\d+(\.\d+)?$/.test(text) ? Number(text) : undefined);
  const seen = seenToleration(ofKind(timeline, 'node'), reschedules);
  return {
    // 40 s up to 1.31, 50 s from 1.32 on (kubernetes #126287).
    graceMs: flag('kube-controller-manager.node-monitor-grace-period', parseDuration, minor >= 32 ? 50_000 : 40_000),
    monitorMs: flag('kube-controller-manager.node-monitor-period', parseDuration, 5000),
    evictionRate: flag('kube-controller-manager.node-eviction-rate', plain, 0.1),
    // A pod's own toleration stands before the apiserver's default, so what was seen is worth more than the flag.
    tolerationMs:
      seen === undefined
        ? flag('kube-apiserver.default-unreachable-toleration-seconds', seconds, 300_000)
        : { value: seen, from: 'seen' },
    electionMs: flag('etcd.election-timeout', milliseconds, 1000),
    balancer: balancerOf(versions['loadBalancer'] ?? ''),
  };
}

/** The longest that etcd is without a leader while a quorum is there: two rounds, where the first one's votes are split, and a scrape. */
export function longestElectionMs({ electionMs }: Settings): number {
  return 4 * electionMs.value + sightMs;
}

/** When each node was tainted NoExecute as unreachable or not ready, first time. */
export function taintedAt(nodes: readonly NodeObservation[], node: string | undefined): number | undefined {
  const failing = /^node\.kubernetes\.io\/(unreachable|not-ready):NoExecute$/;
  return nodes.find(({ name, taints }) => name === node && taints.some((taint) => failing.test(taint)))?.at;
}

/** From the taint of a lost pod's node to the pod's deletion, to the nearest second; the median of those seen. */
function seenToleration(nodes: readonly NodeObservation[], reschedules: Reasoning['reschedules']): number | undefined {
  const waits = reschedules
    .flatMap(({ lostNode, deletedAt }) => {
      const at = taintedAt(nodes, lostNode);
      return at === undefined || deletedAt === undefined || deletedAt < at ? [] : [deletedAt - at];
    })
    .sort((a, b) => a - b);
  const middle = waits[waits.length >> 1];
  return middle === undefined ? undefined : Math.round(middle / 1000) * 1000;
}

/** kind's balancers: HAProxy up to 0.31 with its default checks (inter 2 s, fall 3), Envoy from 0.32 (every 2 s, 3 s time-out, 2 failures). */
function balancerOf(image: string): BalancerSettings | undefined {
  if (/haproxy/i.test(image)) return { name: 'HAProxy', intervalMs: 2000, timeoutMs: 2000, failures: 3 };
  if (/envoy/i.test(image)) return { name: 'Envoy', intervalMs: 2000, timeoutMs: 3000, failures: 2 };
  return undefined;
}
