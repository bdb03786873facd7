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
  const nodes = timeline.observations.filter((one) => one.kind === 'node');
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

/** What took longest. */
export function slowestOf(parts: readonly Part[]): Part | undefined {
  return parts.reduce<Part | undefined>((a, b) => (a !== undefined && a.ms >= b.ms ? a : b), undefined);
}

/** The sum of the parts, without the named one. */
export function restOf(parts: readonly Part[], name: string): number {
  return parts.reduce((sum, part) => sum + (part.name === name ? 0 : part.ms), 0);
}
