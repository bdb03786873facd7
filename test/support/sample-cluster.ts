import type { Observation } from '../../src/core/observation.ts';
import type { Reschedule } from '../../src/core/report.ts';
import { sampleNodes } from './sample-streams.ts';

const startedAtUnixMs = Date.UTC(2026, 10, 21, 12, 52, 7);
const namespace = 'aftershock';
const selector = { app: 'web' };
const cutNodes = ['aftershock-control-plane', 'aftershock-worker'];

/** Two replicas that a cut zone took, and what replaced them. */
export function sampleReschedules(cutAt: number): readonly Reschedule[] {
  const deletedAt = cutAt + 78_200;
  const row = (lost: string, replacement: string, node: string, slower: number): Reschedule => ({
    lostPod: `web-74ffd9f64f-${lost}`,
    lostNode: 'aftershock-worker',
    notReadyAt: cutAt + 52_500 + slower,
    deletedAt,
    replacement: `web-74ffd9f64f-${replacement}`,
    replacementNode: node,
    createdAt: deletedAt + 20,
    scheduledAt: deletedAt + 210 + slower,
    readyAt: deletedAt + 1920 + 3 * slower,
  });
  return [row('cccc9', 'bv652', 'aftershock-worker3', 40), row('vgz5h', 'wnqfj', 'aftershock-worker2', 290)];
}

/** Nodes, pods, the workload, etcd and the watches around a zone cut. */
export function sampleWatched(span: {
  fromMs: number;
  toMs: number;
  cutAt: number;
  healAt: number;
}): readonly Observation[] {
  return [...nodes(span), ...pods(span), ...workload(span), ...etcd(span), ...watches(span)];
}

function nodes({ fromMs, cutAt, healAt }: { fromMs: number; cutAt: number; healAt: number }): readonly Observation[] {
  const seen = (at: number, name: string, ready: 'True' | 'Unknown', taints: readonly string[] = []): Observation => ({
    kind: 'node',
    at,
    name,
    zone: sampleNodes.find((node) => node.name === name)?.zone,
    ready,
    taints,
  });
  const unreachable = (effect: string): string => `node.kubernetes.io/unreachable:${effect}`;
  return [
    ...sampleNodes.map(({ name }) => seen(fromMs, name, 'True')),
    ...cutNodes.flatMap((name, index) => [
      seen(cutAt + 52_300, name, 'Unknown'),
      seen(cutAt + 52_560, name, 'Unknown', [unreachable('NoSchedule')]),
      seen(cutAt + 58_000 + index * 10_100, name, 'Unknown', [unreachable('NoSchedule'), unreachable('NoExecute')]),
    ]),
    seen(healAt + 6200, 'aftershock-worker', 'True', [unreachable('NoExecute')]),
    seen(healAt + 9800, 'aftershock-worker', 'True'),
  ];
}

function pods({ fromMs, cutAt, healAt }: { fromMs: number; cutAt: number; healAt: number }): readonly Observation[] {
  const seen = (at: number, suffix: string, node: string | undefined, state: Partial<Observation>): Observation =>
    ({
      kind: 'pod',
      at,
      change: 'present',
      namespace,
      name: suffix,
      uid: `uid-${suffix}`,
      node,
      ownerUid: 'uid-web',
      labels: selector,
      phase: 'Running',
      ready: true,
      terminating: false,
      ...state,
    }) as Observation;
  const steady = ['aftershock-worker2', 'aftershock-worker2', 'aftershock-worker3', 'aftershock-worker3'];
  return [
    ...steady.map((node, index) => seen(fromMs, `web-74ffd9f64f-k${index}x2p`, node, {})),
    ...sampleReschedules(cutAt).flatMap((row) => [
      seen(fromMs, row.lostPod, row.lostNode, {}),
      seen(row.notReadyAt!, row.lostPod, row.lostNode, { ready: false }),
      seen(row.deletedAt!, row.lostPod, row.lostNode, { ready: false, terminating: true }),
      seen(row.createdAt!, row.replacement!, undefined, { ready: false, phase: 'Pending' }),
      seen(row.scheduledAt!, row.replacement!, row.replacementNode, {
        ready: false,
        phase: 'Pending',
      }),
      seen(row.readyAt!, row.replacement!, row.replacementNode, {}),
      seen(healAt + 3000, row.lostPod, row.lostNode, {
        change: 'gone',
        ready: false,
        terminating: true,
      }),
    ]),
  ];
}

function workload({ fromMs, cutAt }: { fromMs: number; cutAt: number }): readonly Observation[] {
  const seen = (at: number, ready: number): Observation => ({
    kind: 'workload',
    at,
    namespace,
    name: 'web',
    desired: 6,
    ready,
    selector,
  });
  return [
    seen(fromMs, 6),
    seen(cutAt + 52_540, 5),
    seen(cutAt + 52_790, 4),
    seen(cutAt + 80_240, 5),
    seen(cutAt + 80_990, 6),
  ];
}

function etcd(span: { fromMs: number; toMs: number; cutAt: number; healAt: number }): readonly Observation[] {
  const members = sampleNodes.filter(({ role }) => role === 'control-plane');
  const rounds = Array.from(
    { length: Math.floor((span.toMs - span.fromMs) / 1000) },
    (_, round) => span.fromMs + round * 1000,
  );
  return rounds.flatMap((at) =>
    members.map(({ name }, index): Observation => {
      const electing = at >= span.cutAt && at < span.cutAt + 2600;
      const cutOff = name === 'aftershock-control-plane' && at >= span.cutAt;
      if (cutOff && at >= span.cutAt + 70_000 && at < span.healAt)
        return { kind: 'etcd', at, node: name, reachable: false };
      const leader = at < span.cutAt ? 'aftershock-control-plane' : 'aftershock-control-plane3';
      const hasLeader = !electing && !(cutOff && at < span.healAt + 2000);
      const isLeader = hasLeader && name === leader;
      return {
        kind: 'etcd',
        at: at + index * 7,
        node: name,
        reachable: true,
        hasLeader,
        isLeader,
        leaderChanges: at < span.cutAt ? 1 : 2,
      };
    }),
  );
}

function watches({ fromMs, cutAt }: { fromMs: number; cutAt: number }): readonly Observation[] {
  return ['pods', 'nodes', 'deployments'].flatMap((resource, index): Observation[] => [
    { kind: 'watch', at: fromMs, resource, state: 'seeing' },
    ...(resource === 'nodes'
      ? []
      : [
          {
            kind: 'watch',
            at: cutAt + 5100 + index * 200,
            resource,
            state: 'blind',
            detail: 'no bytes for 5000 ms',
          } as const,
          { kind: 'watch', at: cutAt + 6400 + index * 200, resource, state: 'seeing' } as const,
        ]),
  ]);
}

/** Unix ms of the sample run's instant 0. */
export const sampleStartedAtUnixMs = startedAtUnixMs;
