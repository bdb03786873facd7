import { grouped } from '../base/grouped.ts';
import { lostNodes, readyForGoodAt } from '../core/lost-nodes.ts';
import { logOf, ofKind } from '../core/observation-log.ts';
import type { SloReport } from '../core/report.ts';
import type { Reasoning, Part } from './reasoning.ts';
import { taintedAt } from './settings.ts';

/** The parts of the slowest rescheduling, in their order; empty when no replica was lost and replaced. */
export function reschedulingParts({ reschedules, timeline }: Reasoning): readonly Part[] {
  const done = reschedules.flatMap((row) => {
    const lostAt = Math.min(row.notReadyAt ?? Infinity, row.deletedAt ?? Infinity);
    return row.readyAt === undefined || !Number.isFinite(lostAt)
      ? []
      : [{ ...row, lostAt, tookMs: row.readyAt - lostAt }];
  });
  const slowest = done.sort((a, b) => b.tookMs - a.tookMs)[0];
  if (slowest === undefined) return [];
  const nodes = ofKind(timeline, 'node');
  const { lostAt, deletedAt = lostAt, lostNode, createdAt, scheduledAt, readyAt } = slowest;
  const taint = taintedAt(nodes, lostNode);
  const tainted = taint === undefined || taint > deletedAt || taint < lostAt ? lostAt : taint;
  const stations: readonly (readonly [string, number | undefined])[] = [
    ['until the node was tainted', tainted],
    ['tolerationSeconds', deletedAt],
    ['until a replacement was created', createdAt],
    ['until it was scheduled', scheduledAt],
    ['until it was Ready', readyAt],
  ];
  let fromAt = lostAt;
  return stations.flatMap(([name, at]) => {
    if (at === undefined) return [];
    const ms = Math.max(0, at - fromAt);
    fromAt = Math.max(fromAt, at);
    return [{ name, ms }];
  });
}

/** How long the API was away, and of this how long etcd had no leader; empty when it did not go away. */
export function recoveryParts({ slis }: Reasoning): readonly Part[] {
  const recovery = slis['api.recovery'];
  if (recovery?.value === undefined || recovery.status === 'unmeasured' || recovery.value === 0) return [];
  const leaderless = slis['etcd.leaderless'];
  if (leaderless?.value === undefined || leaderless.status === 'unmeasured') {
    return [{ name: 'until clients were served again', ms: recovery.value }];
  }
  const election = Math.min(leaderless.value, recovery.value);
  return [
    { name: 'without an etcd leader', ms: election },
    { name: 'with a leader, until clients were served again', ms: recovery.value - election },
  ];
}

/** How many members etcd has, and how many of them at most were away at one time: not reached, or on a node that a fault took away. */
export function membersAway({ timeline }: Reasoning): { readonly members: number; readonly away: number } {
  const struckAt = struckAtOf(timeline) ?? Infinity;
  const lost = lostNodes(timeline);
  const reached = new Map<string, boolean>();
  let away = 0;
  for (const one of ofKind(timeline, 'etcd')) {
    reached.set(one.node, one.reachable && !lost.has(one.node));
    if (one.at >= struckAt) away = Math.max(away, [...reached.values()].filter((yes) => !yes).length);
  }
  return { members: reached.size, away };
}

/** From the first fault until the last pod of a node that it took away was no more in its Service; undefined where none was lost. */
export function staleEndpointsFor({ timeline, reschedules }: Reasoning): number | undefined {
  const lost = lostNodes(timeline);
  const struckAt = struckAtOf(timeline);
  const leftAt = reschedules.flatMap(({ lostNode, notReadyAt, deletedAt }) => {
    const at = Math.min(notReadyAt ?? Infinity, deletedAt ?? Infinity);
    return lostNode !== undefined && lost.has(lostNode) && Number.isFinite(at) ? [at] : [];
  });
  return struckAt === undefined || leftAt.length === 0 ? undefined : Math.max(...leftAt) - struckAt;
}

/** The bad time of the workload's clients, before the lost pods left their Service and after; empty where no node was lost. */
export function trafficParts(reasoning: Reasoning): readonly Part[] {
  const { timeline } = reasoning;
  const staleMs = staleEndpointsFor(reasoning);
  const struckAt = struckAtOf(timeline);
  if (staleMs === undefined || struckAt === undefined) return [];
  const lost = lostNodes(timeline);
  const streams = timeline.streams.filter(({ target: { role, node } }) => role === 'app' && !lost.has(node ?? ''));
  const log = logOf(timeline.observations);
  const ms = { before: 0, after: 0 };
  for (const { id, periodMs } of streams) {
    for (const { good, scheduledAt } of log.requests(id)) {
      if (good || scheduledAt < struckAt) continue;
      // A bad request stands for its share of the time until the next one of its stream.
      ms[scheduledAt < struckAt + staleMs ? 'before' : 'after'] += periodMs / streams.length;
    }
  }
  return [
    { name: 'before the lost pods left their Service', ms: ms.before },
    { name: 'after they had left it', ms: ms.after },
  ];
}

/** The nodes of the cluster's name servers, one for each, and those of them that a fault took away. */
export function nameServersLost({ timeline, topology }: Reasoning): {
  readonly all: readonly string[];
  readonly lost: readonly string[];
} {
  const all = topology.nameServers ?? [];
  const lost = lostNodes(timeline);
  return { all, lost: all.filter((node) => lost.has(node)) };
}

/**
 * How long names were not answered, seen from nodes that no fault took away: until the lost name servers' nodes were Ready again, and
 * at other times. A lookup that failed stands for its share of the time. Empty where no name server was lost.
 */
export function dnsParts(reasoning: Reasoning): readonly Part[] {
  const { timeline } = reasoning;
  const struckAt = struckAtOf(timeline);
  const { lost } = nameServersLost(reasoning);
  if (struckAt === undefined || lost.length === 0) return [];
  const away = lostNodes(timeline);
  const lookups = ofKind(timeline, 'agent').filter(
    ({ target, from, at }) => target === 'dns' && at >= struckAt && !away.has(from),
  );
  if (lookups.length === 0) return [];
  const nodes = grouped(ofKind(timeline, 'node'), ({ name }) => name);
  const backAt = Math.max(healedAtOf(timeline), ...lost.map((node) => readyForGoodAt(nodes.get(node) ?? [])));
  const msEach = lookups.reduce((ms, { at }) => Math.max(ms, at - struckAt), 0) / lookups.length;
  const failed = lookups.filter(({ good }) => !good);
  const during = failed.filter(({ at }) => at < backAt).length;
  return [
    { name: 'while name servers were on lost nodes', ms: during * msEach },
    { name: 'at other times', ms: (failed.length - during) * msEach },
  ];
}

/** When the last of the faults was healed; never, where that is not known. */
function healedAtOf({ faults }: Reasoning['timeline']): number {
  const injections = faults.flatMap((fault) => fault.injections);
  return Math.max(...injections.map(({ healedAt, healingAt }) => healedAt ?? healingAt ?? Infinity));
}

/** Whether what a setting would give is still beyond the objective, where the objective is about that very time. */
export function heldTo({ sli, bound }: SloReport, ms: number): string {
  return /recovery|reschedule|detection|leaderless/.test(sli) && ms > bound ? ', still above the objective' : '';
}

/** How long all of the faults held: from the last that was injected to the first that was begun to be healed; undefined where one of the two is not known. */
export function heldFor({ timeline }: Reasoning): number | undefined {
  const injections = timeline.faults.flatMap((fault) => fault.injections);
  const struck = injections.flatMap(({ injectedAt, appliedAt }) => injectedAt ?? appliedAt ?? []);
  const healing = injections.flatMap(({ healingAt, healedAt }) => healingAt ?? healedAt ?? []);
  return struck.length === 0 || healing.length === 0 ? undefined : Math.min(...healing) - Math.max(...struck);
}

/** When the first fault was applied. */
function struckAtOf({ faults }: Reasoning['timeline']): number | undefined {
  const at = faults.flatMap(({ injections }) =>
    injections.flatMap(({ appliedAt, injectedAt }) => appliedAt ?? injectedAt ?? []),
  );
  return at.length === 0 ? undefined : Math.min(...at);
}

/** What took longest. */
export function slowestOf(parts: readonly Part[]): Part | undefined {
  return parts.reduce<Part | undefined>((a, b) => (a !== undefined && a.ms >= b.ms ? a : b), undefined);
}

/** The sum of the parts, without the named one. */
export function restOf(parts: readonly Part[], name: string): number {
  return parts.reduce((sum, part) => sum + (part.name === name ? 0 : part.ms), 0);
}
